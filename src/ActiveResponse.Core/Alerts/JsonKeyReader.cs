using System.Text.Json;

namespace ActiveResponse.Alerts;

/// <summary>
/// Reads the key of a JSON alert. Stops at the end of the first <c>rule</c> object, which is near the start in every format. That is safe:
/// of duplicate names the first counts, and reading the whole alert finds later errors.
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
            else
            {
                ReadFlat(ref reader, scratch, ref flat);
            }

            reader.Skip();
        }

        // Only csyslogd's format has no rule object, and it always has a crit; anything may have an id.
        if (flat is { HasLevel: true } or { Error: not null })
        {
            rule = flat;
        }
    }

    // The members of an alert without a rule object.
    private static void ReadFlat(ref Utf8JsonReader reader, ScratchBuffer scratch, ref RuleScan flat)
    {
        if (JsonText.NameIs(ref reader, "crit"u8))
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
