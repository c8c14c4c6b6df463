using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>The last line of a terminal, which says how things stand while other lines are written above it. All that is written goes
/// through it.</summary>
internal sealed class LiveLine(IAnsiConsole console)
{
    private readonly Lock _gate = new();
    private string? _shown;

    /// <summary>Says something else.</summary>
    public void Show(string text)
    {
        lock (_gate)
        {
            Erase();
            Draw(text);
        }
    }

    /// <summary>Writes whole lines.</summary>
    public void Above(Action write)
    {
        lock (_gate)
        {
            var text = _shown;
            Erase();
            write();
            if (text is not null)
            {
                Draw(text);
            }
        }
    }

    /// <summary>Takes it away.</summary>
    public void End()
    {
        lock (_gate)
        {
            Erase();
        }
    }

    // A terminal that knows nothing else knows this; the last column is left free, where some wrap already.
    private void Erase()
    {
        if (_shown is { } shown)
        {
            console.Profile.Out.Writer.Write($"\r{new string(' ', shown.Length)}\r");
            _shown = null;
        }
    }

    private void Draw(string text)
    {
        var width = Math.Max(1, console.Profile.Width - 1);
        _shown = text.Length <= width ? text : text[..width];
        console.Profile.Out.Writer.Write(_shown);
    }
}
