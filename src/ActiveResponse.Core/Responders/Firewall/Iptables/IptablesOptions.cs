using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.Iptables;

/// <summary>How addresses are blocked with iptables and ip6tables.</summary>
public sealed record IptablesOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>iptables</c>.</summary>
    public string Name { get; init; } = "iptables";

    /// <summary>
    /// The chain of the table <c>filter</c> that holds our rules: a letter, then letters, digits, <c>_</c> and <c>-</c>, 24 characters at
    /// most, and no chain or target of iptables. Default: <c>active_response</c>.
    /// </summary>
    public string Chain { get; init; } = "active_response";

    /// <summary>Whether packets that this host forwards are looked at too, not only those it receives. Default: yes.</summary>
    public bool Forward { get; init; } = true;

    /// <summary>Whether the chain <c>DOCKER-USER</c> leads to ours too, where there is one. Default: yes.</summary>
    public bool DockerUser { get; init; } = true;

    /// <summary>What becomes of a packet from a blocked address. Default: it is dropped.</summary>
    public IptablesRefusal Refusal { get; init; } = IptablesRefusal.Drop;

    /// <summary>Which iptables is used. Default: the one the host calls so.</summary>
    public IptablesVariant Variant { get; init; } = IptablesVariant.Default;

    /// <summary>How long to wait for other programs that change the packet filter. Whole seconds, 1 s to 10 minutes. Default: 10
    /// seconds.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The file that processes with this library lock while they change rules. An absolute path. Default:
    /// <c>/run/active-response-iptables.lock</c>.</summary>
    public string LockFile { get; init; } = IptablesPlace.DefaultLockFile;

    internal IptablesPlace Place => new(Chain, Forward, DockerUser, Refusal, Variant, Wait, LockFile);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() => new OptionsValidation(typeof(IptablesOptions)).NotBlank(Name).Iptables(Place).ThrowIfAny();
}
