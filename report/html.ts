import type { Report } from "../plugin/events.ts";

export function htmlReport(report: Report): string {
  return JSON.stringify(report);
}
