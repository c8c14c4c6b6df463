using System.Globalization;

namespace ActiveResponse.Tool.Output;

/// <summary>How far an import is, at the bottom of a terminal.</summary>
internal sealed class ImportProgress
{
    private readonly int _total;
    private readonly LiveLine? _line;
    private int _done;

    private ImportProgress(int total, LiveLine? line) => (_total, _line) = (total, line);

    /// <summary>Shows the progress of an import while it runs.</summary>
    /// <param name="total">The number of blocks.</param>
    /// <param name="isShown">Whether it is shown if there is a terminal.</param>
    /// <param name="import">The import.</param>
    public static async Task<int> WhileAsync(int total, bool isShown, Func<ImportProgress, Task<int>> import)
    {
        var line = isShown && ToolConsole.IsTerminal ? new LiveLine(ToolConsole.Out) : null;
        var progress = new ImportProgress(total, line);
        line?.Show(progress.Text);
        try
        {
            return await import(progress);
        }
        finally
        {
            line?.End();
        }
    }

    private string Text => string.Create(CultureInfo.InvariantCulture, $"importing: {_done:N0} of {_total:N0}");

    /// <summary>Counts a block, and writes its line above the progress.</summary>
    public void Count(Action write)
    {
        _done++;
        if (_line is null)
        {
            write();
            return;
        }

        _line.Above(write);
        _line.Show(Text);
    }
}
