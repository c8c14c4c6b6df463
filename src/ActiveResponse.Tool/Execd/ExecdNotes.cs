using ActiveResponse.Ossec.Execd;
using ActiveResponse.Tool.Output;

namespace ActiveResponse.Tool.Execd;

/// <summary>Writes messages to standard error, one per line.</summary>
internal static class ExecdNotes
{
    public static void Write(ExecdNote note) => Console.Error.WriteLine($"active-response: {ToolText.OneLine(note.ToString())}");
}
