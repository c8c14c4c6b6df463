using System.Text.Json;

namespace ActiveResponse.Alerts;

/// <summary>
/// Restores the group list of a rule. In JSON, Wazuh splits <c>sshd,pci_dss_10.2.4,</c> into <c>groups</c> and one array per compliance
/// scheme, but patterns in <c>rules_group</c> match the whole list.
/// </summary>
internal static class RuleGroups
{
    /// <summary>Appends the groups of the array or text at the reader's position; false if it is neither.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, ScratchBuffer scratch)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            scratch.AppendText(ref reader);
            if (!scratch.Written.EndsWith(","u8))
            {
                scratch.Append((byte)',');
            }

            return true;
        }

        return ReadItems(ref reader, default, scratch);
    }

    /// <summary>
    /// Appends the groups of a compliance array under their old names. In an alert of a configuration check, the array says what requires
    /// the checked item, which isn't a group of the rule.
    /// </summary>
    public static void ReadCompliance(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> prefix, ScratchBuffer scratch)
    {
        if (!scratch.Written.StartsWith("sca,"u8))
        {
            ReadItems(ref reader, prefix, scratch);
        }
    }

    private static bool ReadItems(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> prefix, ScratchBuffer scratch)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                scratch.Append(prefix);
                scratch.AppendText(ref reader);
                scratch.Append((byte)',');
            }

            reader.Skip();
        }

        return true;
    }
}
