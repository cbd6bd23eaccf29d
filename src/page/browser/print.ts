/** On paper nothing can be opened: everything that folds is open while printing, and as it was afterwards. */
export function openForPrint(): void {
  const opened: HTMLDetailsElement[] = [];
  window.addEventListener('beforeprint', () => {
    for (const item of Array.from(document.querySelectorAll('details:not([open])'))) {
      const details = item as HTMLDetailsElement;
      details.open = true;
      opened.push(details);
    }
  });
  window.addEventListener('afterprint', () => {
    for (const details of opened.splice(0)) details.open = false;
  });
}
