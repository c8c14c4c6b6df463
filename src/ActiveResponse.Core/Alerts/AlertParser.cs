using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace ActiveResponse.Alerts;

/// <summary>
/// Parses alert records: JSON lines of Wazuh and OSSEC, with or without a syslog header, and <c>alerts.log</c> blocks. Detects the format
/// of each record. No content makes it throw. Not thread-safe.
/// </summary>
public sealed class AlertParser
{
    private readonly AlertParserOptions _options;
    private readonly ScratchBuffer _scratch = new();

    /// <summary>Creates a parser.</summary>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A limit is outside its range.</exception>
    public AlertParser(AlertParserOptions? options = null)
    {
        _options = options ?? new AlertParserOptions();
        _options.Validate();
    }

    /// <summary>
    /// Reads what decides which responses fire, without allocating. Reads no further than the rule, so only
    /// <see cref="TryRead(ReadOnlyMemory{byte}, out Alert?, out AlertError?)"/> finds damage after it. Of duplicate names the first counts.
    /// </summary>
    /// <param name="record">One record: a line, or the lines of a block.</param>
    /// <param name="key">The key; its groups point into the record or into this parser and are valid until the next call.</param>
    /// <param name="error">Why the record is no alert, or null.</param>
    public bool TryReadKey(ReadOnlySpan<byte> record, out AlertKey key, out AlertError? error)
    {
        var read = TryReadRule(record, out var rule, out _, out error);
        key = read ? rule.ToKey() : default;
        return read;
    }

    /// <summary>
    /// Reads the key of a stream's record; see <see cref="TryReadKey(ReadOnlySpan{byte}, out AlertKey, out AlertError?)"/>.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="key">The key; valid until the next call.</param>
    /// <param name="error">Why the record is no alert, or null.</param>
    public bool TryReadKey(in AlertRecord record, out AlertKey key, out AlertError? error)
    {
        if (record.Error is null)
        {
            return TryReadKey(record.Bytes.Span, out key, out error);
        }

        key = default;
        error = record.Error;
        return false;
    }

    /// <summary>Reads a whole alert.</summary>
    /// <param name="record">One record: a line, or the lines of a block. The alert keeps no reference to it.</param>
    /// <param name="alert">The alert.</param>
    /// <param name="error">Why the record is no alert, or null.</param>
    public bool TryRead(ReadOnlyMemory<byte> record, [NotNullWhen(true)] out Alert? alert, out AlertError? error)
    {
        alert = null;
        if (!TryReadRule(record.Span, out var rule, out var body, out error))
        {
            return false;
        }

        if (rule.Format == AlertFormat.OssecLog)
        {
            alert = AlertAssembly.FromLog(LogBlock.Read(record.Span[body..]), rule.Level, _options.FieldsAsWritten);
            return true;
        }

        var json = RecordText.Trim(record.Span[body..], out _);
        var reader = new Utf8JsonReader(json, ReaderOptions());
        try
        {
            alert = AlertAssembly.FromJson(
                rule,
                JsonFieldReader.Read(ref reader, _options.FieldsAsWritten),
                json,
                _options.FieldsAsWritten
            );
            return true;
        }
        catch (JsonException)
        {
            error = JsonError(reader, json, body);
            return false;
        }
    }

    private bool TryReadRule(ReadOnlySpan<byte> record, out RuleScan rule, out int body, out AlertError? error)
    {
        rule = default;
        var text = RecordText.Trim(record, out body);
        if (record.Length > _options.MaxRecordLength)
        {
            error = new AlertError(AlertErrorCause.TooLong, _options.MaxRecordLength);
            return false;
        }

        if (!text.IsEmpty && text[0] != '{')
        {
            if (LogBlock.IsHeader(text))
            {
                return TryReadLogRule(text, body, ref rule, out error);
            }

            var from = SyslogHeader.FindObject(text);
            text = from < 0 ? default : text[from..];
            body += Math.Max(from, 0);
        }

        if (text.IsEmpty)
        {
            error = new AlertError(AlertErrorCause.NotAnAlert, body);
            return false;
        }

        return TryReadJsonRule(text, body, ref rule, out error);
    }

    private bool TryReadJsonRule(ReadOnlySpan<byte> json, int body, ref RuleScan rule, out AlertError? error)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions());
        try
        {
            JsonKeyReader.Read(ref reader, _scratch, ref rule);
        }
        catch (JsonException)
        {
            error = JsonError(reader, json, body);
            return false;
        }

        if (rule.Error is { } bad)
        {
            error = bad with { Position = bad.Position + body };
        }
        else if (rule.Found)
        {
            error = null;
        }
        else
        {
            error = new AlertError(AlertErrorCause.NoRule, body);
        }

        return error is null;
    }

    private static bool TryReadLogRule(ReadOnlySpan<byte> text, int body, ref RuleScan rule, out AlertError? error)
    {
        var block = LogBlock.Read(text);
        rule.Format = AlertFormat.OssecLog;
        rule.Id = RecordText.RuleId(block.RuleId);
        rule.Groups = block.Groups;
        if (!block.HasRule)
        {
            error = new AlertError(AlertErrorCause.NoRule, body);
        }
        else if (!RuleLevels.TryParse(block.Level, out rule.Level))
        {
            error = new AlertError(AlertErrorCause.LevelNotANumber, body);
        }
        else
        {
            error = null;
        }

        return error is null;
    }

    private JsonReaderOptions ReaderOptions() => new() { MaxDepth = _options.MaxDepth };

    // The reader reports where it stopped, not why; an opening bracket at full depth means too deep.
    private AlertError JsonError(in Utf8JsonReader reader, ReadOnlySpan<byte> json, int body)
    {
        var at = (int)Math.Min(reader.BytesConsumed, json.Length - 1);
        var opens = json[at..].IndexOfAny((byte)'{', (byte)'[');
        var deep = reader.CurrentDepth >= _options.MaxDepth - 1 && opens >= 0 && json.Slice(at, opens).IndexOfAnyExcept(" \t:,"u8) < 0;
        return new AlertError(deep ? AlertErrorCause.TooDeep : AlertErrorCause.NotJson, body + at);
    }
}
