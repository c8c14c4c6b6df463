using System.Text.Json;

namespace ActiveResponse.Alerts;

/// <summary>
/// Reads the key of a JSON alert. It stops at the end of the first <c>rule</c> object, which comes early in every layout; that is safe
/// because the first of two equal names counts, and what is wrong after it shows when the whole alert is read.
/// </summary>
internal static class JsonKeyReader
{
    public static void Read(ref Utf8JsonReader reader, ScratchBuffer scratch, ref RuleScan rule)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        var flat = new RuleScan { Format = AlertFormat.SyslogJson };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.NameIs(ref reader, "rule"u8))
            {
                reader.Read();
                if (TryRule(ref reader, scratch, ref rule))
                {
                    return;
                }
            }
            else if (JsonText.NameIs(ref reader, "wazuh"u8))
            {
                reader.Read();
                if (TryFinding(ref reader, scratch, ref rule))
                {
                    rule.Format = AlertFormat.WazuhFinding;
                    return;
                }
            }
            else if (JsonText.NameIs(ref reader, "crit"u8))
            {
                reader.Read();
                RuleReader.ReadLevel(ref reader, ref flat);
            }
            else if (JsonText.NameIs(ref reader, "id"u8))
            {
                reader.Read();
                RuleReader.ReadId(ref reader, AlertFormat.SyslogJson, ref flat);
            }
            else if (JsonText.NameIs(ref reader, "classification"u8))
            {
                reader.Read();
                ReadClassification(ref reader, scratch, ref flat);
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }

        // Only csyslogd's layout has no rule object, and it always has a crit; an id alone is anybody's.
        if (flat.HasLevel || flat.Error is not null)
        {
            rule = flat;
        }
    }

    private static bool TryRule(ref Utf8JsonReader reader, ScratchBuffer scratch, ref RuleScan rule)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        RuleReader.Read(ref reader, scratch, ref rule);
        return true;
    }

    private static bool TryFinding(ref Utf8JsonReader reader, ScratchBuffer scratch, ref RuleScan rule)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRule = JsonText.NameIs(ref reader, "rule"u8);
            reader.Read();
            if (isRule && TryRule(ref reader, scratch, ref rule))
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static void ReadClassification(ref Utf8JsonReader reader, ScratchBuffer scratch, ref RuleScan flat)
    {
        if (!flat.HasGroups && reader.TokenType == JsonTokenType.String)
        {
            flat.HasGroups = true;
            scratch.Clear();
            scratch.AppendText(ref reader);
            flat.Groups = scratch.Written;
        }
    }
}
