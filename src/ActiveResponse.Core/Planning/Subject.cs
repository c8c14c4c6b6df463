using System.Text.Json.Serialization;
using ActiveResponse.Configuration;

namespace ActiveResponse.Planning;

/// <summary>What one order acts on: an address or network, a user, a file, several of them, or nothing.</summary>
/// <remarks>
/// Two orders of one responder with equal subjects are one effect: the second extends the first.
/// In JSON it is an object with those of <c>address</c>, <c>user</c> and <c>file</c> that are set.
/// </remarks>
[JsonConverter(typeof(SubjectJsonConverter))]
public sealed record Subject
{
    private readonly AddressPrefix? _address;

    /// <summary>The subject of an order that needs nothing of the alert.</summary>
    public static Subject None { get; } = new();

    /// <summary>The address or network, or null.</summary>
    public AddressPrefix? Address
    {
        get => _address;
        init => _address = value;
    }

    /// <summary>The user, or null. Letters, digits and <c>. _ @ ? -</c>, never with a leading <c>-</c>.</summary>
    public string? User { get; init; }

    /// <summary>The file, or null. Never with a leading <c>-</c> or a control character.</summary>
    public string? File { get; init; }

    /// <summary>What tells an effect from others on the same address, user and file; null for most.</summary>
    /// <remarks>The keys its script has named, or an order that names nothing at all.</remarks>
    internal string? Keys { get; init; }

    /// <summary>The kinds that are set.</summary>
    public SubjectKinds Kinds =>
        (Address is null ? SubjectKinds.None : SubjectKinds.Address)
        | (User is null ? SubjectKinds.None : SubjectKinds.User)
        | (File is null ? SubjectKinds.None : SubjectKinds.File);

    /// <summary>The address in its place. Where millions are gone through, a copy of something that was just written in parts would hold
    /// the processor up.</summary>
    internal ref readonly AddressPrefix? InPlace => ref _address;

    internal bool IsOnlyAddress => _address is not null && User is null && File is null && Keys is null;

    /// <summary>The subject of an address or network.</summary>
    public static Subject Of(AddressPrefix address) => new() { Address = address };

    /// <summary>The parts that are set, separated by blanks; what a script has named the effect, where that says more; <c>-</c> for
    /// none.</summary>
    public override string ToString() => Keys is null || SubjectKeys.IsOfOrder(Keys) ? Parts() : SubjectKeys.Beside(Parts(), Keys);

    private string Parts() =>
        (Address, User, File) switch
        {
            (null, null, null) => "-",
            ({ } address, null, null) => address.ToString(),
            (null, { } user, null) => user,
            (null, null, { } file) => file,
            _ => string.Join(' ', new[] { Address?.ToString(), User, File }.Where(static part => part is not null)),
        };
}
