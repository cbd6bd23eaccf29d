/** Why a container, or one file in it, could not be opened. */
export type ContainerProblem =
  | 'truncated'
  | 'damaged-zip'
  | 'damaged-mail'
  | 'split-archive'
  | 'split-mail'
  | 'password-protected'
  | 'unsupported-method'
  | 'unsupported-encoding'
  | 'link'
  | 'winmail'
  | 'limit-entries'
  | 'limit-inflated'
  | 'limit-ratio'
  | 'limit-headers'
  | 'limit-nesting';

const PACK_AGAIN = '请填报单位重新打包后发送';
const UNPACK_FIRST = '请解压后放入收件文件夹';
const SAVE_ATTACHMENT = '请把其中的附件存入收件文件夹';

const DESCRIPTIONS: Readonly<Record<ContainerProblem, string>> = {
  truncated: '文件不完整，可能没有传完，请重新下载或请填报单位重新发送',
  'damaged-zip': `压缩包已损坏，${PACK_AGAIN}`,
  'damaged-mail': `邮件的格式已损坏，${SAVE_ATTACHMENT}`,
  'split-archive': `这是分卷压缩包的一部分，${UNPACK_FIRST}`,
  'split-mail': '这封邮件拆成了几封发送，请在邮箱中合并后把附件存入收件文件夹',
  'password-protected': `压缩包设有密码，${UNPACK_FIRST}`,
  'unsupported-method': `压缩方法不能读取，${UNPACK_FIRST}`,
  'unsupported-encoding': `附件的编码方法不能读取，${SAVE_ATTACHMENT}`,
  link: '这是快捷方式（符号链接），没有读取，请放入文件本身',
  winmail: '附件被 Outlook 打包成了 winmail.dat，请填报单位改用“HTML”或“纯文本”格式重新发送',
  'limit-entries': `里面的文件太多，没有打开；${UNPACK_FIRST}`,
  'limit-inflated': '展开后太大，没有打开；请核对是否发错文件',
  'limit-ratio': `压缩比异常，疑似恶意文件，没有打开；${PACK_AGAIN}`,
  'limit-headers': `邮件头太长，没有打开；${SAVE_ATTACHMENT}`,
  'limit-nesting': `邮件的结构套了太多层，没有打开；${SAVE_ATTACHMENT}`,
};

/** What is wrong and what to do, in a sentence without full stop. */
export function describeContainerProblem(problem: ContainerProblem): string {
  return DESCRIPTIONS[problem];
}
