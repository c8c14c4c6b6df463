using System.Collections.Immutable;
using System.Globalization;
using ActiveResponse.Diagnostics;
using ActiveResponse.Processes;

namespace ActiveResponse.Responders;

/// <summary>Explains a failed run of one program to an operator: one line with the cause and the remedy.</summary>
/// <param name="program">The program, e.g. <c>nft</c>.</param>
/// <param name="whenMissing">The remedy where the program isn't installed, or null.</param>
internal sealed class ProgramFailure(string program, string? whenMissing = null)
{
    private const int LongestText = 300;
    private const string SilentEnd = "without a message";
    private static readonly string[] NotPermitted = ["Operation not permitted", "Permission denied", "must be root"];

    public string Program => program;

    /// <summary>What the program does, to complete "isn't permitted to …". Default: <c>do this</c>.</summary>
    public string Task { get; init; } = "do this";

    /// <summary>Who may run it, as a sentence. Default: root.</summary>
    public string Rights { get; init; } = "Run as root.";

    /// <summary>Errors with a known cause. The first match is used.</summary>
    public ImmutableArray<ProgramHint> Hints { get; init; } = [];

    public string Explain(CommandResult result) =>
        result switch
        {
            { StartFailure: StartFailure.NotFound } when whenMissing is null => $"{program} isn't installed, or isn't in a system folder.",
            { StartFailure: StartFailure.NotFound } => $"{program} isn't installed. {whenMissing}",
            { Outcome: CommandOutcome.FailedToStart } => $"{program} can't be started: {SafeText.Of(result.Detail, LongestText)}",
            { Outcome: CommandOutcome.TimedOut } => $"{program} didn't end in time and was stopped.",
            { Outcome: CommandOutcome.Signaled } => string.Create(
                CultureInfo.InvariantCulture,
                $"{program} was ended by signal {result.Signal}."
            ),
            _ => ExplainExit(result),
        };

    /// <summary>The program's own error as one sentence, without the program's name.</summary>
    public string ErrorOf(CommandResult result)
    {
        var lines = Lines(result.ErrorText);
        lines = lines.Count == 0 ? Lines(result.OutputText) : lines;

        // pfctl of macOS begins with lines about ALTQ; the line with the program's name is the error.
        var line = lines.Find(text => text.StartsWith(program + ":", StringComparison.Ordinal)) ?? (lines.Count == 0 ? "" : lines[0]);
        var text = SafeText.Of(WithoutPrefix(line), LongestText).TrimEnd('.');
        return text.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"exit code {result.ExitCode}, {SilentEnd}.") : $"{text}.";
    }

    /// <summary>Explains one of several errors of the program.</summary>
    /// <param name="error">The program's own error, as a sentence.</param>
    public string Explain(string error) => Explain(error, text => error.Contains(text, StringComparison.OrdinalIgnoreCase), exitCode: null);

    /// <summary>Whether the program lacked permission.</summary>
    public static bool IsNotPermitted(CommandResult result) => result.OutputContains(NotPermitted);

    private string ExplainExit(CommandResult result) => Explain(ErrorOf(result), text => result.OutputContains(text), result.ExitCode);

    private string Explain(string error, Func<string, bool> contains, int? exitCode)
    {
        if (Array.Exists(NotPermitted, text => contains(text)))
        {
            return $"{program} isn't permitted to {Task}. {Rights} Its error: {error}";
        }

        var hint = Hints.FirstOrDefault(hint => hint.Applies(contains, exitCode));
        return hint is null ? $"{program}: {error}" : string.Format(CultureInfo.InvariantCulture, hint.Text, error);
    }

    // iptables writes remarks behind '#', and a heading before the error of its nft variant.
    private static List<string> Lines(string text) =>
        [
            .. text.Split('\n', 64, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(static line => !line.StartsWith('#') && !line.EndsWith("(nf_tables):", StringComparison.Ordinal)),
        ];

    // "iptables-restore v1.8.9 (nf_tables): Bad rule" and "Error: Bad rule" are "Bad rule".
    private string WithoutPrefix(string line)
    {
        var own = line.StartsWith(program.Split('-', 2)[0], StringComparison.Ordinal) ? line.IndexOf(": ", StringComparison.Ordinal) : -1;
        line = own < 0 ? line : line[(own + 2)..].Trim();
        foreach (var prefix in (ReadOnlySpan<string>)["RTNETLINK answers: ", "Error: "])
        {
            line = line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..] : line;
        }

        return line;
    }
}
