using ActiveResponse.Planning;
using ActiveResponse.Tool.Commands;
using ActiveResponse.Tool.Control;

namespace ActiveResponse.Tool.Import;

/// <summary>The requests of an import: hundreds of blocks to each, with their own ends, reasons and names.</summary>
internal static class ImportRequests
{
    // Quotes, commas and a number of seconds.
    private const int OfPunctuation = 30;

    /// <param name="blocks">The blocks.</param>
    /// <param name="request">What all have in common; its reason, if it has one, is that of all.</param>
    /// <param name="keepsNames">Whether blocks keep the name that is on record for them.</param>
    public static List<ControlRequest> Of(IReadOnlyList<ImportedBlock> blocks, ControlRequest request, bool keepsNames) =>
        TargetsInput.Split(
            blocks,
            static block => Written(block.Target) + Written(block.Reason) + Written(block.Why) + Written(block.By) + OfPunctuation,
            some =>
                request with
                {
                    Targets = [.. some.Select(static block => block.Target)],
                    SecondsOfEach = [.. some.Select(static block => block.Left is { } left ? (long)Math.Ceiling(left.TotalSeconds) : 0)],
                    ReasonOfEach = request.Reason is null ? [.. some.Select(ReasonOf)] : null,
                    ByOfEach = keepsNames ? [.. some.Select(block => block.By.Length > 0 ? ByOf(block) : request.By)] : null,
                }
        );

    private static string ReasonOf(ImportedBlock block)
    {
        var source = block.Why.Length > 0 ? $"import: {block.Why}" : "import";
        return Cut(block.Reason.Length > 0 ? block.Reason : source, OrderNote.LongestReason);
    }

    private static string ByOf(ImportedBlock block) => Cut(block.By, ControlRequest.LongestBy);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];

    // Other characters take up to six in JSON.
    private static int Written(string text) => text.Sum(static c => char.IsAsciiLetterOrDigit(c) || c == ' ' ? 1 : 6);
}
