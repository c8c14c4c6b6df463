using System.Text.Json;

namespace ActiveResponse.Alerts;

/// <summary>
/// Reads a <c>rule</c> object of Wazuh or OSSEC. Of duplicate names the first counts, as in their own readers; names ignore case.
/// </summary>
internal static class RuleReader
{
    private const int WordRoom = 128;

    /// <summary>Reads the object at the reader's position to its end; joined groups go to <paramref name="scratch"/>.</summary>
    // Long: one case per member of a rule.
    public static void Read(ref Utf8JsonReader reader, ScratchBuffer scratch, ref RuleScan rule)
    {
        var groupText = default(ReadOnlySpan<byte>);
        var hasGroupText = false;
        var groupEscaped = false;
        var hasGroupList = false;
        scratch.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = RuleNames.Read(ref reader, out var prefix);
            reader.Read();
            switch (name)
            {
                case RuleName.Level:
                    ReadLevel(ref reader, ref rule);
                    break;
                case RuleName.Id:
                    ReadId(ref reader, AlertFormat.WazuhJson, ref rule);
                    break;
                case RuleName.Sidid:
                    ReadId(ref reader, AlertFormat.OssecJson, ref rule);
                    break;
                case RuleName.Groups:
                    hasGroupList = hasGroupList || RuleGroups.TryRead(ref reader, scratch);
                    break;
                case RuleName.Group when !hasGroupText && reader.TokenType == JsonTokenType.String:
                    groupText = reader.ValueSpan;
                    groupEscaped = reader.ValueIsEscaped;
                    hasGroupText = true;
                    break;
                case RuleName.Compliance:
                    RuleGroups.ReadCompliance(ref reader, prefix, scratch);
                    break;
            }

            // Move to the end of the value; a no-op for a plain one.
            reader.Skip();
        }

        if (groupEscaped)
        {
            scratch.Clear();
            scratch.AppendUnescaped(groupText);
        }

        rule.HasGroups = hasGroupText || hasGroupList;
        rule.Groups = hasGroupText && !groupEscaped ? groupText : scratch.Written;
    }

    /// <summary>Reads a level: a whole number, also as a string; Wazuh 5's words mean the lowest level they replace.</summary>
    public static void ReadLevel(ref Utf8JsonReader reader, ref RuleScan rule)
    {
        if (rule.HasLevel || rule.Error is not null)
        {
            return;
        }

        Span<byte> room = stackalloc byte[WordRoom];
        rule.HasLevel = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt32(out rule.Level) && rule.Level >= 0,
            JsonTokenType.String => RuleLevels.TryParse(JsonText.GetWord(reader.ValueSpan, reader.ValueIsEscaped, room), out rule.Level),
            _ => false,
        };
        if (!rule.HasLevel)
        {
            rule.Level = 0;
            rule.Error = new AlertError(AlertErrorCause.LevelNotANumber, reader.TokenStartIndex);
        }
    }

    /// <summary>Reads an id from a string or a number; anything else is rule 0, so that level and groups can still fire.</summary>
    public static void ReadId(ref Utf8JsonReader reader, AlertFormat format, ref RuleScan rule)
    {
        if (!rule.HasId && reader.TokenType is (JsonTokenType.String or JsonTokenType.Number))
        {
            Span<byte> room = stackalloc byte[WordRoom];
            rule.HasId = true;
            rule.Format = format;
            rule.Id = RecordText.RuleId(JsonText.GetWord(reader.ValueSpan, reader.ValueIsEscaped, room));
        }
    }
}
