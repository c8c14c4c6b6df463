namespace ActiveResponse.Tool.Commands;

/// <summary>The file or standard input that alerts are read from, or why there is none.</summary>
internal sealed class AlertInput : IDisposable
{
    private AlertInput(Stream? stream, string? problem) => (Stream, Problem) = (stream, problem);

    public Stream? Stream { get; }

    public string? Problem { get; }

    public static AlertInput Open(string file)
    {
        if (file == "-")
        {
            return new AlertInput(Console.OpenStandardInput(), null);
        }

        try
        {
            return new AlertInput(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new AlertInput(null, $"active-response: the alerts in '{file}' can't be read: {Output.ToolText.OneLine(e.Message)}");
        }
    }

    public void Dispose() => Stream?.Dispose();
}
