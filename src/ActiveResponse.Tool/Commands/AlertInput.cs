namespace ActiveResponse.Tool.Commands;

/// <summary>The file or standard input with alerts, or why it can't be read.</summary>
internal sealed class AlertInput : IDisposable
{
    private AlertInput(Stream? stream, string? problem) => (Stream, Problem) = (stream, problem);

    public Stream? Stream { get; }

    public string? Problem { get; }

    public static AlertInput Open(string file)
    {
        if (file == "-")
        {
            return new AlertInput(Output.StandardDescriptors.IsOfTheRuntime(0) ? Stream.Null : Console.OpenStandardInput(), null);
        }

        try
        {
            return new AlertInput(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new AlertInput(null, ProblemOf(file, e));
        }
    }

    /// <summary>Why a file of alerts can't be read, for the operator.</summary>
    public static string ProblemOf(string file, Exception error)
    {
        var why = error switch
        {
            FileNotFoundException or DirectoryNotFoundException => "the file doesn't exist",
            _ when Directory.Exists(file) => "it is a folder; name a file, or - for standard input",
            UnauthorizedAccessException => "this user may not read it",
            _ => Output.ToolText.OneLine(error.Message),
        };
        return $"active-response: the alerts in '{Output.ToolText.OneLine(file)}' can't be read: {why}";
    }

    public void Dispose() => Stream?.Dispose();
}
