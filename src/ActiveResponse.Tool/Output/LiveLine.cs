using Spectre.Console;

namespace ActiveResponse.Tool.Output;

/// <summary>The status line at the bottom of a terminal, below all other output, which goes through it.</summary>
internal sealed class LiveLine(IAnsiConsole console)
{
    private readonly Lock _gate = new();
    private string? _shown;

    /// <summary>Changes the status.</summary>
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

    /// <summary>Removes the status line.</summary>
    public void End()
    {
        lock (_gate)
        {
            Erase();
        }
    }

    // Every terminal supports this; the last column is left free, as some wrap there.
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
