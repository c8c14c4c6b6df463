using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ActiveResponse.Configuration;

namespace ActiveResponse.Planning;

/// <summary>Subject of an order: an address or network, a user, a file, several of them, or nothing.</summary>
/// <remarks>
/// Orders of one responder with equal subjects share an effect: the second extends the first. The JSON form is an object with
/// <c>address</c>, <c>user</c> and <c>file</c>, if set.
/// </remarks>
[JsonConverter(typeof(SubjectJsonConverter))]
public sealed record Subject
{
    private readonly AddressPrefix? _address;

    /// <summary>Subject of an order that needs nothing from the alert.</summary>
    public static Subject None { get; } = new();

    /// <summary>Address or network, or null.</summary>
    public AddressPrefix? Address
    {
        get => _address;
        init => _address = value;
    }

    /// <summary>User, or null. Letters, digits and <c>. _ @ ? -</c>, never with a leading <c>-</c>.</summary>
    public string? User { get; init; }

    /// <summary>File, or null. Never with a leading <c>-</c> or a control character.</summary>
    public string? File { get; init; }

    /// <summary>Keys that distinguish effects with the same address, user and file; null for most.</summary>
    /// <remarks>Either the keys its script named, or a unique key for an order without a subject.</remarks>
    internal string? Keys { get; init; }

    /// <summary>Kinds that are set.</summary>
    public SubjectKinds Kinds =>
        (Address is null ? SubjectKinds.None : SubjectKinds.Address)
        | (User is null ? SubjectKinds.None : SubjectKinds.User)
        | (File is null ? SubjectKinds.None : SubjectKinds.File);

    /// <summary>The address by reference, because copying it stalls the processor when scanning millions of just-written entries.</summary>
    internal ref readonly AddressPrefix? InPlace => ref _address;

    internal bool IsOnlyAddress => _address is not null && User is null && File is null && Keys is null;

    /// <summary>Returns the subject of an address or network.</summary>
    public static Subject Of(AddressPrefix address) => new() { Address = address };

    /// <summary>Set parts, separated by blanks; the script's keys, if they add something; <c>-</c> for none.</summary>
    public override string ToString() => Keys is null || SubjectKeys.IsOfOrder(Keys) ? Parts() : SubjectKeys.Beside(Parts(), Keys);

    /// <summary>Whether the script of the effect calls it by this name alone.</summary>
    /// <param name="name">A key, as the script has named it.</param>
    public bool IsNamed(string name) => Keys is not null && Keys == SubjectKeys.OfNames([name]);

    /// <summary>Reads what a person means by a target: an address or network, the full path of a file, else a user; <c>-</c> for
    /// <see cref="None"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="subject">The subject; <see cref="None"/> when it can't be read.</param>
    /// <param name="problem">What is wrong with it, in words for an operator.</param>
    /// <returns>Whether it was read.</returns>
    public static bool TryParse(string? text, out Subject subject, [NotNullWhen(false)] out string? problem)
    {
        problem = SubjectText.Read(text, out subject);
        subject = problem is null ? subject : None;
        return problem is null;
    }

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
