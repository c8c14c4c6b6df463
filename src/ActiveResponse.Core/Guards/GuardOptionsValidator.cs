using ActiveResponse.Diagnostics;
using ActiveResponse.Platform;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Guards;

/// <summary>Validates the documented ranges of <see cref="GuardOptions"/>.</summary>
internal sealed class GuardOptionsValidator(INativeFiles files) : IValidateOptions<GuardOptions>
{
    public ValidateOptionsResult Validate(string? name, GuardOptions options)
    {
        var failures = new List<string>();
        Check(options.ShortestIPv4Prefix is >= 1 and <= 32, "ShortestIPv4Prefix must be 1 to 32");
        Check(options.ShortestIPv6Prefix is >= 1 and <= 128, "ShortestIPv6Prefix must be 1 to 128");
        Check(
            options.NameRefresh >= TimeSpan.FromSeconds(1) && options.NameRefresh <= TimeSpan.FromDays(1),
            "NameRefresh must be 1 second to 1 day"
        );
        Check(
            options.NameDeadline >= TimeSpan.Zero && options.NameDeadline <= TimeSpan.FromMinutes(1),
            "NameDeadline must be 0 to 1 minute"
        );
        Check(
            options.NetworkRefresh >= TimeSpan.FromSeconds(1) && options.NetworkRefresh <= TimeSpan.FromHours(1),
            "NetworkRefresh must be 1 second to 1 hour"
        );
        Check(
            options.GuardDeadline >= TimeSpan.FromMilliseconds(100) && options.GuardDeadline <= TimeSpan.FromMinutes(1),
            "GuardDeadline must be 100 ms to 1 minute"
        );
        Check(Enum.IsDefined(options.UnresolvedNames), "UnresolvedNames must be Proceed or Refuse");
        Check(options.Budgets.All(static budget => budget.Key.Length > 0), "Budgets must name responses");
        Check(options.Budgets.Values.All(static limit => limit is >= 1 and <= 1_000_000), "Budgets must be 1 to 1,000,000");
        if (options.KillSwitchFile is { } file && KillSwitchProblem(file) is { } problem)
        {
            failures.Add($"KillSwitchFile '{SafeText.Of(file, 400)}' {problem}");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(bool holds, string failure)
        {
            if (!holds)
            {
                failures.Add(failure);
            }
        }
    }

    private string? KillSwitchProblem(string file)
    {
        if (!Path.IsPathFullyQualified(file) || Path.GetFileName(file).Length == 0 || file.Contains('\0', StringComparison.Ordinal))
        {
            return "must be the absolute path of a file";
        }

        if (files.JudgeFolder(Path.GetDirectoryName(file)!) is { } reason)
        {
            return $"is where others could make it: {reason}";
        }

        return null;
    }
}
