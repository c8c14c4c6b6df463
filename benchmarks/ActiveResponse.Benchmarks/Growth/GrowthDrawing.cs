using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace ActiveResponse.Benchmarks.Growth;

/// <summary>Draws a picture as SVG. Both axes are logarithmic: a level line is a cost that doesn't grow.</summary>
internal static class GrowthDrawing
{
    private const int Width = 720;
    private const int Height = 400;

    // They keep apart without colours as well: each has a mark of its own.
    private static readonly (OxyColor Color, MarkerType Mark)[] Styles =
    [
        (OxyColor.FromRgb(0x6b, 0x72, 0x80), MarkerType.Square),
        (OxyColor.FromRgb(0x1d, 0x4e, 0xd8), MarkerType.Circle),
        (OxyColor.FromRgb(0xc2, 0x41, 0x0c), MarkerType.Triangle),
    ];

    public static void Draw(GrowthPicture picture, IReadOnlyList<GrowthFigure> figures, string file)
    {
        // White, so that it can be read on a dark page, too.
        var model = new PlotModel { Title = picture.Title, Background = OxyColors.White };
        model.Legends.Add(
            new Legend
            {
                LegendPosition = LegendPosition.TopCenter,
                LegendPlacement = LegendPlacement.Outside,
                LegendOrientation = LegendOrientation.Horizontal,
            }
        );
        model.Axes.Add(Axis(AxisPosition.Bottom, picture.Work, figures.Select(static figure => (double)figure.Work)));
        model.Axes.Add(Axis(AxisPosition.Left, picture.Unit, figures.Select(static figure => figure.Value)));
        foreach (var (index, series) in figures.GroupBy(static figure => figure.Series).Index())
        {
            var (color, mark) = Styles[index % Styles.Length];
            var line = new LineSeries
            {
                Title = series.Key,
                Color = color,
                MarkerType = mark,
                MarkerFill = color,
                MarkerSize = 4,
            };
            line.Points.AddRange(series.Select(static figure => new DataPoint(figure.Work, figure.Value)));
            model.Series.Add(line);
        }

        using var svg = new MemoryStream();
        new SvgExporter
        {
            Width = Width,
            Height = Height,
            TextMeasurer = new WideFont(),
        }.Export(model, svg);
        var text = System.Text.Encoding.UTF8.GetString(svg.ToArray()).TrimStart('\uFEFF').Replace("\r\n", "\n");
        File.WriteAllText(file, text.TrimEnd() + "\n");
    }

    // Figures have whole decades, from the one below the least to the one above the most.
    private static LogarithmicAxis Axis(AxisPosition position, string title, IEnumerable<double> values)
    {
        var all = values.ToList();
        var isWork = position == AxisPosition.Bottom;
        return new LogarithmicAxis
        {
            Position = position,
            Title = title,
            AxisTitleDistance = 10,
            Minimum = isWork ? all.Min() * 0.8 : Math.Pow(10, Math.Floor(Math.Log10(all.Min()))),
            Maximum = isWork ? all.Max() * 1.25 : Math.Pow(10, Math.Ceiling(Math.Log10(all.Max() * 1.01))),
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColor.FromRgb(0xe5, 0xe7, 0xeb),
            LabelFormatter = static value => value.ToString(value < 1 ? "0.###" : "N0", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    // A legend is clipped to its text as measured, and whoever looks at it may have a wider font than is measured by default.
    private sealed class WideFont() : PdfRenderContext(Width, Height, OxyColors.White)
    {
        private const double Wider = 1.6;

        public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
        {
            var size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
            return new OxySize(size.Width * Wider, size.Height);
        }
    }
}
