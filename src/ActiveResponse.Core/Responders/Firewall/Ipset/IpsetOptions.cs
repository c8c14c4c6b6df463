using ActiveResponse.Diagnostics;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>How addresses are blocked with sets of ipset, and one rule of iptables and one of ip6tables.</summary>
public sealed record IpsetOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>ipset</c>.</summary>
    public string Name { get; init; } = "ipset";

    /// <summary>
    /// The set that holds IPv4 addresses and networks: a letter, then letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, 31 characters at
    /// most. Default: <c>active_response4</c>.
    /// </summary>
    public string Set4 { get; init; } = "active_response4";

    /// <summary>The set that holds IPv6 addresses and networks, named by the same rule and not as the other. Default:
    /// <c>active_response6</c>.</summary>
    public string Set6 { get; init; } = "active_response6";

    /// <summary>How many entries a set takes; that of a set which is there isn't changed. 1 to 16,777,216. Default: 1,000,000.</summary>
    public int MaxElements { get; init; } = 1_000_000;

    /// <summary>
    /// The chain of the table <c>filter</c> that looks into the sets: a letter, then letters, digits, <c>_</c> and <c>-</c>, 24 characters
    /// at most, and no chain or target of iptables. Default: <c>active_response_set</c>.
    /// </summary>
    public string Chain { get; init; } = "active_response_set";

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

    private const string SetForm = "a letter, then letters, digits, '_', '-' and '.', at most 31 characters";

    internal IptablesPlace Place => new(Chain, Forward, DockerUser, Refusal, Variant, Wait, LockFile);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(IpsetOptions))
            .NotBlank(Name)
            .Form(Set4, IsSet, SetForm)
            .Form(Set6, IsSet, SetForm)
            .Require(Set4 != Set6, "Set6 must differ from Set4, because a set holds addresses of one family")
            .Range(MaxElements, 1, 1 << 24)
            .Iptables(Place)
            .ThrowIfAny();

    private static bool IsSet(string set) =>
        set.Length <= 31 && char.IsAsciiLetter(set[0]) && set.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
