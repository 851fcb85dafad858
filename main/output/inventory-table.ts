import { cellsOf, padCells, shorten } from './text-layout.ts';

/** A text in a table and how it is painted, which must not change its length. */
export interface Cell {
  text: string;
  paint?: (text: string) => string;
}

/** What stands in one line of a table, by column; no cell is an empty one. */
export type TableLine<Column extends string> = Readonly<Partial<Record<Column, Cell>>>;

export interface TableColumn<Column extends string> {
  key: Column;
  title: string;
  right?: true;
}

const GAP = '  ';

/** How wide each column is, so that its title and every cell fits. */
export class TableLayout<Column extends string> {
  readonly #columns: readonly TableColumn<Column>[];
  readonly #widths: Map<Column, number>;

  constructor(columns: readonly TableColumn<Column>[], lines: Iterable<TableLine<Column>>) {
    this.#columns = columns;
    this.#widths = new Map(columns.map(({ key, title }) => [key, cellsOf(title)]));
    for (const line of lines) {
      for (const { key } of columns) {
        const needed = cellsOf(line[key]?.text ?? '');
        if (needed > this.width(key)) this.#widths.set(key, needed);
      }
    }
  }

  width(column: Column): number {
    return this.#widths.get(column) ?? 0;
  }

  /** Takes room from a column; what is longer loses its middle. */
  limit(column: Column, cells: number): void {
    this.#widths.set(column, Math.min(this.width(column), cells));
  }

  get total(): number {
    const widths = this.#columns.map(({ key }) => this.width(key));
    return widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1);
  }

  titles(): string {
    return this.#join(({ key, title }) => ({ text: shorten(title, this.width(key), '') }));
  }

  line(line: TableLine<Column>, ellipsis: string): string {
    return this.#join(({ key }) => {
      const cell: Cell = line[key] ?? { text: '' };
      return { ...cell, text: shorten(cell.text, this.width(key), ellipsis) };
    });
  }

  #join(cellOf: (column: TableColumn<Column>) => Cell): string {
    const cells = this.#columns.map((column) => ({ column, cell: cellOf(column) }));
    while (cells.at(-1)?.cell.text === '') cells.pop();
    return cells
      .map(({ column, cell: { text, paint = (same) => same } }, index) => {
        const padding = padCells('', this.width(column.key) - cellsOf(text));
        if (column.right) return padding + paint(text);
        return paint(text) + (index === cells.length - 1 ? '' : padding);
      })
      .join(GAP);
  }
}
