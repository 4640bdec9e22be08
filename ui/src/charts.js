// Charts: <figure class="chart" data-chart="…" data-source="id of a json script"></figure>
//
//   line, bar  {labels: [...], series: [{name, values: [...], kind?: "line"|"bar"}], unit?,
//               stacked?: bool, horizontal?: bool, bands?: [{from, to, name}], limit?: {value, name}}
//   sankey     {nodes: [{name, depth?, colour?, group?: nodes of one group share a colour, null is grey}], links: [{source, target, value}], unit?}
//   map        {map: url of GeoJSON or the GeoJSON, key: property joined on (default "code"),
//               values: [{code, name, value, url?, own?}], unit?, title?, max?, points?: [{name, lon, lat, url?, symbol?, colour?}],
//               pieces?: [{min, max, label, colour}]}
//   gauge      {value: share 0..1, name?}
//
// Anything that already is an ECharts option ({series: [{type: …}]}) is drawn as it is.
"use strict";

window.milkshedCharts = (function () {
  const maps = new Map();
  const drawn = new Map();
  const english = document.documentElement.lang === "en";

  function look() {
    const wall = document.body.classList.contains("wall");
    const board = document.body.classList.contains("board");
    const label = board ? Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.85) : 11;
    return wall
      ? { label, ink: "#dceae8", soft: "#9dbab7", line: "#2a4b50", ground: "#0d2a2f", edge: "#0a2024",
          ramp: ["#163d44", "#1d5d66", "#2b828b", "#55a9ab", "#a3d6cf"], none: "#17363b", inverse: "#0a2024" }
      : { label, ink: "#14292c", soft: "#4a5d60", line: "#dce3df", ground: "#ffffff", edge: "#ffffff",
          ramp: ["#dcebe9", "#a9cfcf", "#6eaeb3", "#358694", "#0f5160"], none: "#e9edee", inverse: "#ffffff" };
  }

  const PALETTE = ["#0b6b80", "#c07a1c", "#5b7f3b", "#7a5aa6", "#b0584a", "#4c7fb8", "#8a8a5c", "#2f9c8c"];

  function number(value, unit) {
    if (value === null || value === undefined) return "–";
    const places = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    const text = Number(value).toLocaleString("en-US", { maximumFractionDigits: places });
    return unit ? `${text} ${unit}` : text;
  }

  function escapeHtml(text) {
    const span = document.createElement("span");
    span.textContent = text;
    return span.innerHTML;
  }

  function axisStyle(style) {
    return {
      axisLine: { lineStyle: { color: style.line } },
      axisTick: { show: false },
      axisLabel: { color: style.soft, hideOverlap: true },
      splitLine: { lineStyle: { color: style.line } },
      nameTextStyle: { color: style.soft },
    };
  }

  function lines(kind, data, style) {
    const labels = data.labels || data.categories || data.x || [];
    const series = (data.series || [{ name: data.name || "", values: data.values || data.y }]).map(
      (one, index) => ({
        type: one.kind || one.type || kind,
        name: one.name || "",
        data: one.values || one.data,
        stack: data.stacked ? "all" : one.stack,
        smooth: false,
        symbolSize: 5,
        showSymbol: labels.length < 60,
        connectNulls: false,
        barMaxWidth: 34,
        lineStyle: { width: 2, type: one.dashed ? "dashed" : "solid" },
        itemStyle: one.colour ? { color: one.colour } : undefined,
        markLine: index === 0 && data.limit ? limit(data.limit, style) : undefined,
        markArea: index === 0 && data.bands ? bands(data.bands, style) : undefined,
      }),
    );
    const category = { type: "category", data: labels, ...axisStyle(style), splitLine: { show: false } };
    const value = { type: "value", name: data.horizontal ? "" : data.unit || "", ...axisStyle(style), ...span(kind, data) };
    return {
      grid: { left: 8, right: 20, top: series.length > 1 ? 44 : 34, bottom: 8, containLabel: true },
      legend: series.length > 1 ? { top: 0, textStyle: { color: style.ink }, type: "scroll" } : undefined,
      tooltip: { trigger: "axis", valueFormatter: (v) => number(v, data.unit) },
      xAxis: data.horizontal ? value : category,
      yAxis: data.horizontal ? { ...category, inverse: true } : value,
      series,
    };
  }

  // A line need not start at zero, but its axis spans at least a tenth of what it shows, so that
  // an even series looks even.
  function span(kind, data) {
    if (kind !== "line" || data.from_zero) return {};
    const least = (value) => Math.max((value.max - value.min) * 0.1, Math.abs(value.max) * 0.05);
    const tidy = (number_) => Number(number_.toPrecision(2));
    return {
      scale: true,
      min: (value) => (value.min >= 0 ? Math.max(0, tidy(value.min - least(value))) : undefined),
      max: (value) => (value.min >= 0 ? tidy(value.max + least(value)) : undefined),
    };
  }

  function limit(given, style) {
    const list = Array.isArray(given) ? given : [given];
    return {
      symbol: "none", silent: true,
      lineStyle: { color: "#b0241c", type: "dashed" },
      label: { color: style.soft, position: "insideEndTop", formatter: (p) => p.name },
      data: list.map((one) => ({ yAxis: one.value, name: one.name || "" })),
    };
  }

  function bands(list, style) {
    return {
      silent: true, itemStyle: { color: style.line, opacity: 0.35 }, label: { color: style.soft },
      data: list.map((one) => [{ name: one.name || "", yAxis: one.from }, { yAxis: one.to }]),
    };
  }

  function sankey(data, style) {
    return {
      tooltip: {
        formatter: (p) => p.dataType === "edge"
          ? `${escapeHtml(p.data.source)} → ${escapeHtml(p.data.target)}<br>${number(p.data.value, data.unit)}`
          : `${escapeHtml(p.name)}<br>${number(p.value, data.unit)}`,
      },
      series: [{
        type: "sankey", left: 4, right: 118, top: 8, bottom: 8, nodeGap: 9, nodeWidth: 12,
        draggable: false, emphasis: { focus: "adjacency" }, layoutIterations: 24,
        data: data.nodes.map((node, index) => ({
          ...node,
          itemStyle: {
            color: node.colour || (node.group === null ? "#6d8184" : PALETTE[(node.group ?? index) % PALETTE.length]),
          },
        })),
        links: data.links,
        label: { color: style.ink, fontSize: 12, textBorderColor: style.ground, textBorderWidth: 2,
                 width: 112, overflow: "truncate" },
        lineStyle: { color: "source", opacity: style.ground === "#ffffff" ? 0.28 : 0.42, curveness: 0.5 },
      }],
    };
  }

  function gauge(data, style) {
    return {
      series: [{
        type: "gauge", startAngle: 200, endAngle: -20, min: 0, max: 100, radius: "95%", center: ["50%", "62%"],
        progress: { show: true, width: 12, itemStyle: { color: data.colour || PALETTE[0] } },
        axisLine: { lineStyle: { width: 12, color: [[1, style.line]] } },
        pointer: { show: false }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { show: false },
        title: { color: style.soft, offsetCenter: [0, "32%"] },
        detail: { color: style.ink, offsetCenter: [0, "0%"], formatter: (v) => `${v.toFixed(1)}%`, fontSize: 26 },
        data: [{ value: data.value * 100, name: data.name || data.label || "" }],
      }],
    };
  }

  async function geometry(data) {
    if (typeof data.map === "object") return data.map;
    if (!maps.has(data.map)) {
      maps.set(data.map, fetch(data.map).then((answer) => {
        if (!answer.ok) throw new Error(`map ${answer.status}`);
        return answer.json();
      }));
    }
    return maps.get(data.map);
  }

  async function map(data, style) {
    const shape = await geometry(data);
    const key = data.key || "code";
    const name = `map-${typeof data.map === "string" ? data.map : JSON.stringify(data.values.map((v) => v.code)).length}`;
    echarts.registerMap(name, shape);
    const values = data.values.filter((one) => one.value !== null && one.value !== undefined);
    const numbers = values.map((one) => one.value);
    const top = data.max || (numbers.length ? Math.max(...numbers) : 1) || 1;
    const names = new Map(data.values.map((one) => [String(one.code), one]));
    const label = (code) => {
      const one = names.get(String(code)) || {};
      return data.labels === "valued" && !one.value ? "" : one.name || "";
    };
    const others = data.values.some((one) => one.own) ? 0.35 : 1;
    return {
      tooltip: {
        trigger: "item",
        formatter: (p) => {
          if (p.seriesType === "effectScatter" || p.seriesType === "scatter") return escapeHtml(p.name);
          const one = names.get(String(p.name));
          if (!one) return "";
          return `<strong>${escapeHtml(one.name)}</strong><br>${escapeHtml(data.title || "")} ${number(one.value, data.unit)}`;
        },
      },
      visualMap: data.pieces
        ? { type: "piecewise", left: 8, bottom: 8, seriesIndex: 0, itemWidth: 14, itemHeight: 14,
            textStyle: { color: style.soft },
            pieces: data.pieces.map((one) => ({ ...one, color: one.colour })) }
        : { show: numbers.length > 0, type: "continuous", min: 0, max: top, left: 8, bottom: 8, seriesIndex: 0, itemHeight: 90, itemWidth: 12,
            calculable: false, inRange: { color: style.ramp }, textStyle: { color: style.soft, fontSize: style.label },
            text: [number(top, data.unit), "0"] },
      geo: {
        map: name, nameProperty: key, aspectScale: 0.79, left: "center", top: "middle", height: "97%",
        roam: false, silent: false,
        itemStyle: { areaColor: style.none, borderColor: style.edge, borderWidth: 1 },
        label: { show: true, color: style.ink, fontSize: style.label, formatter: (p) => label(p.name),
                 textBorderColor: style.ground, textBorderWidth: 2 },
        emphasis: { label: { color: style.ink, show: true }, itemStyle: { areaColor: "#f0c674" } },
        select: { disabled: true },
        regions: data.values.map((one) => ({
          name: String(one.code),
          itemStyle: one.own
            ? { borderColor: "#c07a1c", borderWidth: 2.5 }
            : { opacity: others },
          label: {
            fontWeight: one.own ? "bold" : "normal",
            ...(one.value > 0.55 * top ? { color: style.inverse, textBorderColor: style.ramp[4] } : {}),
          },
        })),
      },
      series: [
        { type: "map", map: name, geoIndex: 0, nameProperty: key,
          data: values.map((one) => ({ name: String(one.code), value: one.value })) },
        ...(data.points || []).length
          ? [{ type: "scatter", coordinateSystem: "geo", symbolSize: style.label,
               itemStyle: { color: "#c07a1c", borderColor: "#ffffff", borderWidth: 1.5 },
               label: { show: data.labels !== "valued" && data.points.length <= 6, formatter: (p) => p.name, position: "right", color: style.ink,
                        textBorderColor: style.ground, textBorderWidth: 2 },
               data: data.points.map((one) => ({
                 name: one.name, value: [one.lon, one.lat], url: one.url, symbol: one.symbol,
                 itemStyle: one.colour ? { color: one.colour } : undefined })) }]
          : [],
      ],
    };
  }

  function looksLikeOption(data) {
    return Array.isArray(data.series) && data.series.some((one) => one.type && one.data && !data.labels);
  }

  async function option(kind, data, style) {
    if (looksLikeOption(data)) return data;
    if (kind === "sankey") return sankey(data, style);
    if (kind === "gauge") return gauge(data, style);
    if (kind === "map") return map(data, style);
    return lines(kind, data, style);
  }

  function read(figure) {
    const source = document.getElementById(figure.dataset.source);
    return source ? JSON.parse(source.textContent) : null;
  }

  function urlOf(data, event) {
    if (event.data && event.data.url) return event.data.url;
    const list = data.values || data.nodes || [];
    const found = list.find((one) => String(one.code || one.name) === String(event.name));
    return found ? found.url : null;
  }

  async function draw(figure) {
    const data = read(figure);
    if (!data) return;
    const style = look();
    let chart = drawn.get(figure);
    if (!chart) {
      const canvas = document.createElement("div");
      canvas.className = "chart__canvas";
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", figure.dataset.label || figure.textContent.trim() || "");
      figure.prepend(canvas);
      chart = echarts.init(canvas, null, { renderer: figure.dataset.renderer || "canvas" });
      drawn.set(figure, chart);
      new ResizeObserver(() => chart.resize()).observe(canvas);
      chart.on("click", (event) => {
        const url = urlOf(read(figure), event);
        if (url) window.location.assign(url);
      });
    }
    const made = await option(figure.dataset.chart, data, style);
    chart.setOption({
      backgroundColor: "transparent",
      color: PALETTE,
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: style.ink },
      aria: { enabled: true },
      ...made,
    }, true);
    figure.dataset.drawn = "yes";
  }

  function drawAll() {
    for (const [figure, chart] of drawn) {
      if (figure.isConnected) continue;
      chart.dispose();
      drawn.delete(figure);
    }
    for (const figure of document.querySelectorAll("[data-chart]")) {
      draw(figure).catch((error) => {
        figure.classList.add("chart--missing");
        figure.append(english ? "The chart cannot be drawn; see the table." : "图表未能绘出，请看表格。");
        console.warn(error);
      });
    }
  }

  document.addEventListener("milkshed:look", drawAll);
  document.addEventListener("htmx:afterSwap", drawAll);
  drawAll();
  return { drawAll };
})();
