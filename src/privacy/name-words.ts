// The words by which a person's name is told from a unit's. Where they do not tell, it is taken for a person's.

/** Surnames of two characters. */
const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 ' +
    '公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 ' +
    '拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 西门 南荣 东里 即墨 达奚 褚师 第五 纳兰 完颜'
  ).split(' '),
);

/** Surnames of one character, the common ones. */
const SURNAMES: ReadonlySet<string> = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅' +
    '方邹熊白孟秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳' +
    '甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑' +
    '景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕' +
    '楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊' +
    '阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由',
);

/** What units and places end with, whatever stands before it. */
const UNIT_ENDINGS =
  /(?:公司|集团|企业|单位|工厂|加工厂|商店|商行|超市|商场|市场|酒店|饭店|宾馆|餐厅|药店|书店|合作社|联合社|协会|学会|商会|联合会|基金会|促进会|委员会|工会|总会|分会|红十字会|理事会|研究会|校友会|同乡会|中心|办公室|政府|机关|人大|政协|法院|检察院|派出所|银行|支行|分行|信用社|医院|卫生院|卫生室|门诊部|学校|小学|中学|高中|大学|学院|幼儿园|党校|技校|职校|教学点|街道|社区|居委会|村委会|村委|支部|党委|党组|总支|团委|妇联|残联|工商联|文联|科协|团场|农场|牧场|林场|兵团|车站|工作站|气象站|服务站|工作队|工作组|服务队|志愿队|大队|中队|支队|项目部|指挥部|事务所|工作室|养殖场|煤矿|敬老院|福利院|养老院|图书馆|博物馆|文化馆|报社|出版社|清真寺|办事处|管理处|管委会|经销部|门市部|服务部|经营部|农家乐|牧家乐|旅行社|平台|电视台|嘎查|苏木|地区|自治州|自治县|一村|二村|三村|新村|牧业村)$/;
/** Words of one character that names may end with too. */
const SHORT_ENDINGS = /(?:[局委办厅处科所站院校馆社厂店队会行乡镇县市区州旗盟团连场园矿署室寺]|(?<!干)部)$/;
/** Of Latin names of companies. */
const LATIN_UNIT =
  /\b(?:co|ltd|inc|llc|corp|company|group|foundation|association|union|bank|school|university)\b/i;
/** Beginning with a surname, this many characters are more than a name. */
const BEYOND_NAMES = 5;

/** Groups of people that nobody can be known by. */
export const GROUP =
  /(?:全体|部分|广大|各族|各|部门|爱心|热心|在职|退休|贫困|脱贫|困难|低保|监测|建档立卡|机关|基层)*(?:干部职工|党员干部|干部|教职员工|教职工|职工|员工|师生|教师|学生|党员|团员|群众|村民|居民|农户|牧户|农牧民|农民|牧民|商户|个体户|个体工商户|工商户|人士|市民|网友|志愿者|企业家|乡贤|家庭|贫困户|脱贫户|监测户|困难户|低保户|特困户|边缘户|五保户|家长|儿童|老人|残疾人|人员|住户|建档立卡户|班子|集体)(?:捐款|捐赠|代表)?$/;

/** Said in the place of a name. */
const ANONYMOUS =
  /^(?:匿名|佚名|无名氏|不详|未知|未留名|不愿(?:意)?(?:透露|公开)姓名.*|(?:一|某|几|多|\d+)?(?:位|名|个)?(?:好心|爱心|热心)(?:人|人士|市民|网友|群众|企业|家庭|志愿者)?|(?:共|约)?\d+(?:余|多)?(?:户|人|名|家)(?:次|群众|村民)?)(?:捐款|捐赠|\d+人|等)?$/;

export function isCompoundSurname(text: string): boolean {
  return COMPOUND_SURNAMES.has(text);
}

/** True when the text begins as names of Han Chinese do. */
export function beginsWithSurname(text: string): boolean {
  const [first = '', second = ''] = text;
  return SURNAMES.has(first) || COMPOUND_SURNAMES.has(first + second);
}

/** True for words said in the place of a name, and for groups of nobody in particular. */
export function isAnonymous(text: string): boolean {
  return ANONYMOUS.test(text) || (GROUP.test(text) && text.replace(GROUP, '') === '');
}

/** True when the text ends as names of units and places do and no person's name can end so. */
export function endsLikeUnit(text: string): boolean {
  // 张三 某某局 names somebody first.
  if (/\p{Script=Han}\s+\p{Script=Han}/u.test(text)) return text.split(/\s+/).every(endsLikeUnit);
  const stem = text.replace(/[\dA-Za-z#号\s]+$/, '');
  const length = [...stem].length;
  if (LATIN_UNIT.test(text)) return true;
  if (length < 3) return UNIT_ENDINGS.test(stem) && !beginsWithSurname(stem);
  if (UNIT_ENDINGS.test(stem) || stem.endsWith('村')) return true;
  return (
    SHORT_ENDINGS.test(stem) && !/[·•]/.test(stem) && (length >= BEYOND_NAMES || !beginsWithSurname(stem))
  );
}
