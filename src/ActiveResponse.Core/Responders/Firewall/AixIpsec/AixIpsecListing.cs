using System.Globalization;
using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Responders.Firewall.AixIpsec;

/// <summary>Reads the output of <c>lsfilt -v 4 -O</c>: one rule per line, with fields between bars.</summary>
/// <remarks>The fields: number, action, source and mask, destination and mask, source routing, protocol, operation and port twice, routing,
/// direction, log, fragments, tunnel, interface, expiration, kind of pattern, pattern, description.</remarks>
internal static class AixIpsecListing
{
    private const int Fields = 22;
    private const string Any = "0.0.0.0";

    /// <summary>Our rules, in the order of the table.</summary>
    // Long: one case per kind of line that lsfilt prints.
    public static IReadOnlyList<AixIpsecRule> Parse(string text, string description)
    {
        var rules = new List<AixIpsecRule>();
        int? shift = null;
        foreach (var line in text.Split('\n'))
        {
            var fields = line.Trim().Split('|');
            if (fields.Length < 2 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                continue;
            }

            // The first rule is always listed. OSSEC assumes it is listed as 0 and adds one; later systems list it as 1.
            shift ??= number == 0 ? 1 : 0;
            if (
                fields.Length >= Fields
                && fields[^1].Trim() == description
                && fields[1] == "deny"
                && fields[4] == Any
                && fields[5] == Any
                && AddressPrefix.TryParse(fields[2], out var source)
                && source is { IsIPv6: false, IsSingleAddress: true }
                && DottedMask.LengthOf(fields[3]) is { } length
                && number < int.MaxValue
                && number + shift.Value > 1
            )
            {
                rules.Add(new AixIpsecRule(number + shift.Value, AddressPrefix.From(source.Address, length)));
            }
        }

        return rules;
    }
}
