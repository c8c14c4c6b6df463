using ActiveResponse.Diagnostics;
using ActiveResponse.Responders.Firewall.Iptables;

namespace ActiveResponse.Responders.Firewall.Ipset;

/// <summary>Options for ipset, with one rule of iptables and one of ip6tables.</summary>
public sealed record IpsetOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>ipset</c>.</summary>
    public string Name { get; init; } = "ipset";

    /// <summary>The set for IPv4 addresses and networks: a letter, then letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, 31 characters at
    /// most. Default: <c>active_response4</c>.</summary>
    public string Set4 { get; init; } = "active_response4";

    /// <summary>The set for IPv6 addresses and networks, by the same rule, with another name. Default: <c>active_response6</c>.</summary>
    public string Set6 { get; init; } = "active_response6";

    /// <summary>The maximum size of a set; an existing set keeps its own. 1 to 16,777,216. Default: 1,000,000.</summary>
    public int MaxElements { get; init; } = 1_000_000;

    /// <summary>The chain in the table <c>filter</c> that refers to the sets: a letter, then letters, digits, <c>_</c> and <c>-</c>, 24
    /// characters at most, and no chain or target of iptables. Default: <c>active_response_set</c>.</summary>
    public string Chain { get; init; } = "active_response_set";

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

    private const string SetForm = "a letter, then letters, digits, '_', '-' and '.', at most 31 characters";

    internal IptablesPlace Place => new(Chain, Forward, DockerUser, Refusal, Variant, Wait, LockFile);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
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
