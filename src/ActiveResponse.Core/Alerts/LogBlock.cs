namespace ActiveResponse.Alerts;

/// <summary>Parts of one <c>alerts.log</c> block; they point into it.</summary>
internal ref struct LogBlock
{
    public ReadOnlySpan<byte> Id;
    public ReadOnlySpan<byte> Groups;
    public ReadOnlySpan<byte> Location;
    public ReadOnlySpan<byte> RuleId;
    public ReadOnlySpan<byte> Level;
    public ReadOnlySpan<byte> Description;
    public ReadOnlySpan<byte> SourceAddress;
    public ReadOnlySpan<byte> User;
    public ReadOnlySpan<byte> FirstLogLine;
    public bool HasRule;
    public bool HasSourceAddress;
    public bool HasUser;

    // Lines between the place and "Rule:" are agent labels. The source and user lines come in this order, each at most once.
    private const int MostLabelLines = 64;

    /// <summary>Whether a line begins a block: <c>** Alert 1754300000.8812:</c>.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("** Alert "u8))
        {
            return false;
        }

        var rest = line[9..];
        var id = rest.IndexOfAnyExcept("0123456789."u8);
        return id > 0 && rest[id] == ':';
    }

    /// <summary>Returns the number after the point in a header's id; -1 if there is none.</summary>
    public static long NumberOf(ReadOnlySpan<byte> header)
    {
        var id = header["** Alert ".Length..];
        id = id[..id.IndexOf((byte)':')];
        var dot = id.IndexOf((byte)'.');
        return dot >= 0 && RecordText.TryDigits(id[(dot + 1)..], out var number) ? number : -1;
    }

    /// <summary>Reads a block, which begins with its header.</summary>
    public static LogBlock Read(ReadOnlySpan<byte> block)
    {
        var read = default(LogBlock);
        read.ReadHeader(NextLine(ref block));
        read.ReadPlace(NextLine(ref block));
        for (var label = 0; label < MostLabelLines && !read.HasRule && !block.IsEmpty; label++)
        {
            read.ReadRule(NextLine(ref block));
        }

        if (read.HasRule)
        {
            read.HasSourceAddress = block.StartsWith("Src IP: "u8);
            read.SourceAddress = Optional(ref block, "Src IP: "u8);
            Optional(ref block, "Src Location: "u8);
            Optional(ref block, "Src Port: "u8);
            Optional(ref block, "Dst IP: "u8);
            Optional(ref block, "Dst Location: "u8);
            Optional(ref block, "Dst Port: "u8);
            read.HasUser = block.StartsWith("User: "u8);
            read.User = Optional(ref block, "User: "u8);
            read.FirstLogLine = NextLine(ref block);
        }

        return read;
    }

    // ** Alert 1754300000.8812: mail  - syslog,sshd,
    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        line = line["** Alert ".Length..];
        var colon = line.IndexOf((byte)':');
        Id = line[..colon];
        var dash = line.IndexOf("- "u8);
        Groups = dash < 0 ? default : line[(dash + 2)..];
    }

    // 2026 Aug 01 03:17:27 (web01) 10.0.0.5->/var/log/auth.log
    private void ReadPlace(ReadOnlySpan<byte> line)
    {
        for (var word = 0; word < 4; word++)
        {
            var blank = line.IndexOf((byte)' ');
            if (blank < 0)
            {
                return;
            }

            line = line[(blank + 1)..];
        }

        Location = line;
    }

    // Rule: 5712 (level 10) -> 'text'
    private void ReadRule(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("Rule: "u8))
        {
            return;
        }

        line = line["Rule: ".Length..];
        var open = line.IndexOf(" (level "u8);
        if (open < 0)
        {
            return;
        }

        RuleId = line[..open];
        line = line[(open + " (level ".Length)..];
        var close = line.IndexOf((byte)')');
        if (close < 0)
        {
            return;
        }

        Level = line[..close];
        HasRule = true;
        var quote = line.IndexOf((byte)'\'');
        Description = quote < 0 || line[^1] != '\'' || quote == line.Length - 1 ? default : line[(quote + 1)..^1];
    }

    private static ReadOnlySpan<byte> Optional(scoped ref ReadOnlySpan<byte> block, scoped ReadOnlySpan<byte> label) =>
        block.StartsWith(label) ? NextLine(ref block)[label.Length..] : default;

    private static ReadOnlySpan<byte> NextLine(scoped ref ReadOnlySpan<byte> block)
    {
        var end = block.IndexOf((byte)'\n');
        var line = end < 0 ? block : block[..end];
        block = end < 0 ? default : block[(end + 1)..];
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }
}
