using System.Globalization;

namespace ActiveResponse.Responders.Firewall.Netsh;

/// <summary>The names of our rules: the prefix, a number from 1, and the direction, since netsh lists by name only.</summary>
internal sealed class NetshRuleName(string prefix)
{
    private const string In = "-in";
    private const string Out = "-out";

    public string Of(int number, bool inbound) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}{(inbound ? In : Out)}");

    public bool TryParse(string name, out int number, out bool inbound)
    {
        inbound = name.EndsWith(In, StringComparison.OrdinalIgnoreCase);
        number = 0;
        var end = name.Length - (inbound ? In.Length : Out.Length);
        return end > prefix.Length + 1
            && (inbound || name.EndsWith(Out, StringComparison.OrdinalIgnoreCase))
            && name.StartsWith(prefix + "-", StringComparison.OrdinalIgnoreCase)
            && name[prefix.Length + 1] is >= '1' and <= '9'
            && int.TryParse(
                name.AsSpan(prefix.Length + 1, end - prefix.Length - 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out number
            )
            && number < int.MaxValue;
    }
}
