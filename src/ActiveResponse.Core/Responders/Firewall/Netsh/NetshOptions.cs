using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>Options for the Windows firewall.</summary>
public sealed record NetshOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>netsh</c>, as in Wazuh.</summary>
    public string Name { get; init; } = "netsh";

    /// <summary>The prefix of our rules' names; any rule with it is ours. A letter, then letters, digits, <c>-</c> and <c>_</c>, 64
    /// characters at most. Default: <c>active-response</c>.</summary>
    public string Rule { get; init; } = "active-response";

    /// <summary>The maximum number of addresses in one rule. 1 to 700: a command line has 32,767 characters at most. Default:
    /// 500.</summary>
    public int AddressesPerRule { get; init; } = 500;

    /// <summary>The lock file, a full path. Default: <c>active-response\netsh.lock</c> in the folder for program data.</summary>
    public string LockFile { get; init; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "active-response", "netsh.lock");

    /// <summary>How long a batch waits for other processes. 0 to 10 minutes. Default: 30 seconds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(NetshOptions))
            .NotBlank(Name)
            .Form(Rule, IsRule, "a letter, then letters, digits, '-' and '_', at most 64 characters")
            .Range(AddressesPerRule, 1, 700)
            .FilePath(LockFile)
            .Range(LockTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10))
            .ThrowIfAny();

    private static bool IsRule(string rule) =>
        rule.Length <= 64 && char.IsAsciiLetter(rule[0]) && rule.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
