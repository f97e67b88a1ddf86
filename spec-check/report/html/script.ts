/** Copies a command or an issue, filters and searches; without it the page is the same, but for the buttons. */
export const script = `
for (const button of document.querySelectorAll('.command button')) {
  const name = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const command = button.previousElementSibling;
    try {
      await navigator.clipboard.writeText(command.textContent);
      button.textContent = 'Copied';
    } catch {
      command.hidden = false;
      getSelection().selectAllChildren(command);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = name; }, 2000);
  });
}
const find = document.querySelector('.find');
const chips = [...find.querySelectorAll('button')];
const search = find.querySelector('input');
find.hidden = false;
const show = () => {
  const only = chips.filter((chip) => chip.ariaPressed === 'true').map((chip) => chip.dataset.only);
  for (const row of document.querySelectorAll('.promises tbody tr')) {
    const isWanted = only.length === 0 || only.includes(row.dataset.status);
    row.hidden = !isWanted || !row.textContent.toLowerCase().includes(search.value.toLowerCase());
  }
};
search.addEventListener('input', show);
for (const chip of chips)
  chip.addEventListener('click', () => {
    chip.ariaPressed = String(chip.ariaPressed !== 'true');
    show();
  });
addEventListener('beforeprint', () => {
  for (const folded of document.querySelectorAll('main details')) folded.open = true;
});
`;
