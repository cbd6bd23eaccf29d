/** 复制文字名单: through the clipboard where the browser allows it, else by selecting the text. */
export function offerCopy(text: string): void {
  const button = document.getElementById('copy-missing');
  const area = document.getElementById('missing-text') as HTMLTextAreaElement | null;
  const told = document.getElementById('copied');
  if (button === null || area === null || told === null) return;
  button.hidden = false;
  const tell = (isCopied: boolean): void => {
    told.textContent = isCopied ? '已复制，可以粘贴了。' : '没能复制，请在下面的文字上长按或全选后复制。';
  };
  const copySelected = (): void => {
    const box = area.closest('details');
    if (box !== null) box.open = true;
    area.focus();
    area.select();
    tell(document.execCommand('copy'));
  };
  button.addEventListener('click', () => {
    const { clipboard } = navigator as { clipboard?: Clipboard };
    if (clipboard === undefined) copySelected();
    else clipboard.writeText(text).then(() => tell(true), copySelected);
  });
}
