using ActiveResponse.Diagnostics;
using ActiveResponse.Platform;
using Microsoft.Extensions.Options;

namespace ActiveResponse.Guards;

/// <summary>Validates the documented ranges of <see cref="GuardOptions"/>.</summary>
internal sealed class GuardOptionsValidator(INativeFiles files) : IValidateOptions<GuardOptions>
{
    public ValidateOptionsResult Validate(string? name, GuardOptions options)
    {
        var problem = options.KillSwitchFile is { } file ? KillSwitchProblem(file) : null;
        return new OptionsValidation(typeof(GuardOptions))
            .Range(options.ShortestIPv4Prefix, 1, 32)
            .Range(options.ShortestIPv6Prefix, 1, 128)
            .Range(options.NameRefresh, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
            .Range(options.NameDeadline, TimeSpan.Zero, TimeSpan.FromMinutes(1))
            .Range(options.NetworkRefresh, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
            .Range(options.GuardDeadline, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
            .Defined(options.UnresolvedNames)
            .Require(options.Budgets.Keys.All(static response => response.Length > 0), "Budgets must name responses")
            .Require(options.Budgets.Values.All(static limit => limit is >= 1 and <= 1_000_000), "Budgets must be 1 to 1,000,000")
            .Require(problem is null, $"KillSwitchFile '{SafeText.Of(options.KillSwitchFile, 400)}' {problem}")
            .Result;
    }

    private string? KillSwitchProblem(string file)
    {
        if (!OptionsValidation.IsFilePath(file))
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
