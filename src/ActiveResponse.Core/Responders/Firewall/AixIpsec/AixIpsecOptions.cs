using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.AixIpsec;

/// <summary>Options for the IP security filters of AIX.</summary>
public sealed record AixIpsecOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>aix-ipsec</c>.</summary>
    public string Name { get; init; } = "aix-ipsec";

    /// <summary>The description that identifies our rules: any rule with it is ours. Letters, digits, blanks, <c>-</c>, <c>_</c> and
    /// <c>.</c>, 60 characters at most, no blank at either end. Default: <c>active-response</c>.</summary>
    public string Description { get; init; } = "active-response";

    /// <summary>The number of the rule before which new ones are inserted, 2 or more; null (the default): after all others, as in OSSEC.
    /// The first matching rule decides, so ours must come before any that permits the packet.</summary>
    public int? BeforeRule { get; init; }

    /// <summary>The lock file, a full path. Default: <c>/var/run/active-response-ipsec.lock</c>.</summary>
    public string LockFile { get; init; } = "/var/run/active-response-ipsec.lock";

    /// <summary>How long a batch waits for other processes. 0 to 10 minutes. Default: 30 seconds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(AixIpsecOptions))
            .NotBlank(Name)
            .Form(Description, IsDescription, "letters, digits, inner blanks, '-', '_' and '.', at most 60 characters")
            .Require(BeforeRule is null or >= 2, "BeforeRule must be at least 2, because the first rule is the system's")
            .FilePath(LockFile)
            .Range(LockTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10))
            .ThrowIfAny();

    private static bool IsDescription(string text) =>
        text.Length <= 60
        && text.Trim().Length == text.Length
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.');
}
