interface Field {
  readonly first: number;
  readonly last: number;
}

// Minute, hour, day of the month, month, day of the week: 0 and 7 are Sunday.
const fields: readonly [Field, Field, Field, Field, Field] = [
  { first: 0, last: 59 },
  { first: 0, last: 23 },
  { first: 1, last: 31 },
  { first: 1, last: 12 },
  { first: 0, last: 7 },
];

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/**
 * A schedule of cron as systemd writes it, each value spelled out: every six hours is `*-*-* 0,6,12,18:0:00`. None for a schedule
 * that names a minute, hour or day that does not exist.
 * @see crontab(5), systemd.time(7) "Calendar events"
 */
export function onCalendar(schedule: string): readonly string[] | undefined {
  const texts = schedule.trim().split(/\s+/);
  const sets = fields.map((field, position) => valuesOf(texts[position] ?? "", field));
  const [minutes, hours, days, months, weekday] = sets;
  if (texts.length !== fields.length || !minutes || !hours || !days || !months || !weekday) return undefined;
  const time = `${listed(hours, fields[1])}:${listed(minutes, fields[0])}:00`;
  const month = listed(months, fields[3]);
  const everyDay = `*-${month}-*`;
  const someDays = `*-${month}-${listed(days, fields[2])}`;
  const names = [...new Set([...weekday].sort(fromMonday).map((day) => weekdays[day]))];
  const someWeekdays = names.length === 7 ? "" : `${names.join(",")} `;
  // For cron, a day of the month and a day of the week that are both named are two occasions; for systemd they would be one.
  const isEither = !texts[2]?.startsWith("*") && !texts[4]?.startsWith("*");
  return isEither
    ? [`${someDays} ${time}`, `${someWeekdays}${everyDay} ${time}`]
    : [`${someWeekdays}${someDays} ${time}`];
}

function fromMonday(a: number, b: number): number {
  return ((a + 6) % 7) - ((b + 6) % 7);
}

function listed(values: readonly number[], { first, last }: Field): string {
  return values.length === last - first + 1 ? "*" : values.join(",");
}

/** The values that a field names, in order. */
function valuesOf(text: string, field: Field): readonly number[] | undefined {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, from, to, every] = match;
    const first = from === undefined ? field.first : Number(from);
    const last = to === undefined ? (from === undefined ? field.last : first) : Number(to);
    const step = every === undefined ? 1 : Number(every);
    // A step belongs to a range: `5/10` means something else to each cron.
    if (first < field.first || last > field.last || last < first || step < 1) return undefined;
    if (every !== undefined && from !== undefined && to === undefined) return undefined;
    for (let value = first; value <= last; value += step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}
