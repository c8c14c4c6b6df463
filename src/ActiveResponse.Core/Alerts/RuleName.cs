using System.Text;
using System.Text.Json;

namespace ActiveResponse.Alerts;

/// <summary>Relevant names in a <c>rule</c> object.</summary>
internal enum RuleName
{
    Other,
    Id,
    Sidid,
    Level,
    Groups,
    Group,
    Compliance,
}

/// <summary>Recognizes the names of a <c>rule</c> object; by length first, since this runs for every name of every alert.</summary>
internal static class RuleNames
{
    private const int Longest = 11;

    /// <summary>
    /// Returns the name at the reader's position. Compliance schemes must match in case: OSSEC has some in capitals that aren't groups.
    /// </summary>
    /// <param name="reader">The reader, on a property name.</param>
    /// <param name="prefix">For a compliance scheme, the prefix of its groups before Wazuh moved them there.</param>
    public static RuleName Read(ref Utf8JsonReader reader, out ReadOnlySpan<byte> prefix)
    {
        if (!reader.ValueIsEscaped)
        {
            return Of(reader.ValueSpan, out prefix);
        }

        Span<byte> room = stackalloc byte[6 * Longest];
        return Of(JsonText.GetWord(reader.ValueSpan, reader.ValueIsEscaped, room), out prefix);
    }

    private static RuleName Of(scoped ReadOnlySpan<byte> name, out ReadOnlySpan<byte> prefix)
    {
        prefix = name.Length switch
        {
            3 when name.SequenceEqual("tsc"u8) => "tsc_"u8,
            3 when name.SequenceEqual("cis"u8) => "cis_"u8,
            4 when name.SequenceEqual("gdpr"u8) => "gdpr_"u8,
            5 when name.SequenceEqual("gpg13"u8) => "gpg13_"u8,
            5 when name.SequenceEqual("hipaa"u8) => "hipaa_"u8,
            7 when name.SequenceEqual("pci_dss"u8) => "pci_dss_"u8,
            11 when name.SequenceEqual("nist_800_53"u8) => "nist_800_53_"u8,
            _ => default,
        };
        return name.Length switch
        {
            2 when Ascii.EqualsIgnoreCase(name, "id"u8) => RuleName.Id,
            5 when Ascii.EqualsIgnoreCase(name, "level"u8) => RuleName.Level,
            5 when Ascii.EqualsIgnoreCase(name, "sidid"u8) => RuleName.Sidid,
            5 when Ascii.EqualsIgnoreCase(name, "group"u8) => RuleName.Group,
            6 when Ascii.EqualsIgnoreCase(name, "groups"u8) => RuleName.Groups,
            _ => prefix.IsEmpty ? RuleName.Other : RuleName.Compliance,
        };
    }
}
