using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>Options for iptables and ip6tables.</summary>
public sealed record IptablesOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>iptables</c>.</summary>
    public string Name { get; init; } = "iptables";

    /// <summary>The chain of the table <c>filter</c> for our rules: a letter, then letters, digits, <c>_</c> and <c>-</c>, 24 characters at
    /// most, and no chain or target of iptables. Default: <c>active_response</c>.</summary>
    public string Chain { get; init; } = "active_response";

    /// <summary>Whether forwarded packets are filtered too, not only those for this host. Default: yes.</summary>
    public bool Forward { get; init; } = true;

    /// <summary>Whether the chain <c>DOCKER-USER</c> jumps to ours too, if it exists. Default: yes.</summary>
    public bool DockerUser { get; init; } = true;

    /// <summary>How packets from a blocked address are refused. Default: dropped.</summary>
    public IptablesRefusal Refusal { get; init; } = IptablesRefusal.Drop;

    /// <summary>The variant of iptables. Default: the one named <c>iptables</c> on this host.</summary>
    public IptablesVariant Variant { get; init; } = IptablesVariant.Default;

    /// <summary>How long to wait for other programs that change the packet filter. Whole seconds, 1 s to 10 minutes. Default: 10
    /// seconds.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The lock file of processes with this library for changes of rules. An absolute path. Default:
    /// <c>/run/active-response-iptables.lock</c>.</summary>
    public string LockFile { get; init; } = IptablesPlace.DefaultLockFile;

    internal IptablesPlace Place => new(Chain, Forward, DockerUser, Refusal, Variant, Wait, LockFile);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() => new OptionsValidation(typeof(IptablesOptions)).NotBlank(Name).Iptables(Place).ThrowIfAny();
}
