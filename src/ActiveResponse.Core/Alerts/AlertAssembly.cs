using ActiveResponse.Configuration.Ossec;

namespace ActiveResponse.Alerts;

/// <summary>Builds the whole alert from the readers' results.</summary>
internal static class AlertAssembly
{
    public static Alert FromJson(in RuleScan rule, AlertFields fields, ReadOnlySpan<byte> json, bool asWritten = false)
    {
        var location = fields[AlertField.Location];
        return new Alert
        {
            Id = IdOf(rule.Format, fields),
            Format = rule.Format,
            RuleId = rule.Id,
            Level = rule.Level,
            Groups = LosslessText.Decode(rule.Groups),
            Description = fields[AlertField.Description],
            Timestamp = AlertTime.Of(fields.Milliseconds, fields[AlertField.Time], fields[AlertField.Id]),
            AgentId = fields[AlertField.AgentId],
            AgentName = fields[AlertField.AgentName] ?? AlertLocation.AgentName(location),
            AgentAddress = fields[AlertField.AgentAddress],
            Location = location,
            SourceAddress = asWritten ? fields[AlertField.SourceAddress] : Unmapped(fields[AlertField.SourceAddress]),
            User = fields[AlertField.User],
            SourceUser = fields[AlertField.SourceUser],
            FileName = fields[AlertField.FileName],
            Json = json.ToArray(),
        };
    }

    public static Alert FromLog(in LogBlock block, int level, bool asWritten = false)
    {
        var (location, host) = AlertLocation.WithoutHost(LosslessText.Decode(block.Location));
        var id = LosslessText.Decode(block.Id);
        return new Alert
        {
            Id = id,
            Format = AlertFormat.OssecLog,
            RuleId = RecordText.RuleId(block.RuleId),
            Level = level,
            Groups = LosslessText.Decode(block.Groups),
            Description = TextOrNull(block.Description),
            Timestamp = AlertTime.Of(null, null, id),
            AgentName = AlertLocation.AgentName(location) ?? host,
            Location = string.IsNullOrEmpty(location) ? null : location,
            SourceAddress = asWritten
                ? WrittenOrNull(block.SourceAddress, block.HasSourceAddress)
                : Unmapped(TextOrNull(block.SourceAddress)),
            User = asWritten ? WrittenOrNull(block.User, block.HasUser) : TextOrNull(block.User),
            FileName = FileNameOf(block),
        };
    }

    // csyslogd's id is the rule's.
    private static string IdOf(AlertFormat format, AlertFields fields) =>
        format == AlertFormat.SyslogJson ? "" : fields[AlertField.Id] ?? "";

    // analysisd strips the prefix before it checks an address.
    private static string? Unmapped(string? address) =>
        address is not null
        && address.StartsWith("::ffff:", StringComparison.OrdinalIgnoreCase)
        && address.Contains('.', StringComparison.Ordinal)
            ? address["::ffff:".Length..]
            : address;

    private static string? TextOrNull(ReadOnlySpan<byte> text) =>
        text.IsEmpty || text.SequenceEqual("-"u8) ? null : LosslessText.Decode(text);

    private static string? WrittenOrNull(ReadOnlySpan<byte> text, bool isThere) => isThere ? LosslessText.Decode(text) : null;

    // Syscheck messages quote the file: Integrity checksum changed for: '/etc/passwd', File '/etc/passwd' modified
    private static string? FileNameOf(in LogBlock block)
    {
        if (block.Groups.IndexOf("syscheck"u8) < 0)
        {
            return null;
        }

        var open = block.FirstLogLine.IndexOf((byte)'\'');
        var close = block.FirstLogLine.LastIndexOf((byte)'\'');
        return close > open ? TextOrNull(block.FirstLogLine[(open + 1)..close]) : null;
    }
}
