// Rows of the common shell of every template (forms.md): 附件, title, labels, two header rows, then data.

export const TITLE_ROW = 2;
export const LABEL_ROW = 3;
export const HEADER_ROW = 4;
export const FIRST_DATA_ROW = 6;
