using System.Net;
using ActiveResponse.Configuration;
using ActiveResponse.Planning;

namespace ActiveResponse.Testing.Conformance;

/// <summary>Subjects as bad as they come. The engine's checks refuse most of them; a responder must not rely on it.</summary>
internal static class HostileSubjects
{
    private static readonly string[] Words =
    [
        "",
        "-rf",
        "a b;$(touch x)`id`|&<>*?\"'\\",
        "../../etc/passwd",
        "a\0b\r\nc\u001b[2J",
        "é\u202e\ud800",
        "%2e%2e/%00",
        new('x', 100_000),
    ];

    private static readonly (string Address, int? Length)[] Addresses =
    [
        ("0.0.0.0", 0),
        ("::", 0),
        ("255.255.255.255", null),
        ("::1", null),
        ("2001:db8::", 32),
        ("203.0.113.0", 24),
        ("ff02::1", null),
        ("2001:db8::ffff:c633:6409", 127),
    ];

    public static Subject At(ResponderNeeds needs, int which) =>
        new()
        {
            Address = needs.Required.HasFlag(SubjectKinds.Address)
                ? AddressPrefix.From(IPAddress.Parse(Addresses[which].Address), Addresses[which].Length)
                : null,
            User = (needs.Required | needs.Optional).HasFlag(SubjectKinds.User) ? Words[which] : null,
            File = (needs.Required | needs.Optional).HasFlag(SubjectKinds.File) ? Words[which] : null,
        };
}
