// Grafana's published types as they look in a JSON file, for the boards to be held against.
import type { AnnotationQuery, Dashboard, DataQuery, FieldConfig, Panel, RowPanel } from '@grafana/schema';
import type { Metadata, Spec } from '@grafana/schema/apis/dashboard.grafana.app/v2';
import type * as barGauge from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type * as gauge from '@grafana/schema/dist/esm/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen';
import type * as heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as logs from '@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen';
import type * as nodeGraph from '@grafana/schema/dist/esm/raw/composable/nodegraph/panelcfg/x/NodeGraphPanelCfg_types.gen';
import type * as pieChart from '@grafana/schema/dist/esm/raw/composable/piechart/panelcfg/x/PieChartPanelCfg_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as text from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen';
import type * as timeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

// An enum's value stands in JSON as what it is: text or a number.
type AsJson<T> = 0 extends 1 & T ? T
  : T extends string ? `${T}`
  : T extends number | boolean | null | undefined ? T
  : T extends readonly (infer Item)[] ? AsJson<Item>[]
  : T extends object ? { [Key in keyof T]: AsJson<T[Key]> }
  : T;

// The schema leaves to Prometheus' plug-in what it asks for, and what the words on a mark are made of.
type PrometheusMark = AnnotationQuery<DataQuery & { expr: string; interval?: string }> & { titleFormat?: string; textFormat?: string };

/** A file in the classic schema. Its panels' options are checked one by one, by the panel's type. */
export type ClassicBoard = AsJson<Omit<Dashboard, 'annotations' | 'panels'> & {
  annotations?: { list?: PrometheusMark[] };
  panels?: Array<Panel | RowPanel>;
}>;

/** A file in the schema with tabs, in its envelope. What the server adds is not in a file. */
export type TabbedBoard = AsJson<{
  apiVersion: 'dashboard.grafana.app/v2';
  kind: 'Dashboard';
  metadata: Partial<Metadata> & { name: string };
  spec: Spec;
}>;

type Nothing = Record<string, never>;

type PanelTypes = {
  bargauge: { options: barGauge.Options; custom: Nothing };
  gauge: { options: gauge.Options; custom: Nothing };
  heatmap: { options: heatmap.Options; custom: heatmap.FieldConfig };
  logs: { options: logs.Options; custom: Nothing };
  nodeGraph: { options: nodeGraph.Options; custom: Nothing };
  piechart: { options: pieChart.Options; custom: pieChart.FieldConfig };
  stat: { options: stat.Options; custom: Nothing };
  table: { options: table.Options; custom: table.FieldConfig };
  text: { options: text.Options; custom: Nothing };
  timeseries: { options: timeSeries.Options; custom: timeSeries.FieldConfig };
  // Grafana publishes no options for this one: it has none.
  traces: { options: Nothing; custom: Nothing };
};

// A plug-in has a default for each of its options.
type Some<T> = { [Key in keyof T]?: T[Key] };

/** What a type of panel adds: its options, and its part of a field's configuration. */
export type Options<Type extends keyof PanelTypes> = AsJson<Some<PanelTypes[Type]['options']>>;
export type Custom<Type extends keyof PanelTypes> = AsJson<Some<PanelTypes[Type]['custom']>>;

/** What an override may set of a field; the panel's own part is Custom. */
export type Field = AsJson<Some<Omit<FieldConfig, 'custom'>>>;
