// The parts of ECharts that charts.js uses. Legends are HTML and the map is SVG
// from the server, so neither component is here.
import { init, use } from 'echarts/core';
import { BarChart, CustomChart, HeatmapChart, LineChart, RadarChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GridComponent, MarkLineComponent, RadarComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';

use([
  BarChart, CustomChart, HeatmapChart, LineChart, RadarChart, ScatterChart,
  AriaComponent, GridComponent, MarkLineComponent, RadarComponent, TooltipComponent,
  SVGRenderer,
]);

export { init };
