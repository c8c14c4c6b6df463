using System.Buffers;
using System.Text.Json;
using ActiveResponse.Diagnostics;
using ActiveResponse.Nats.Messages;
using Microsoft.Extensions.Logging;

namespace ActiveResponse.Nats.Issuing;

/// <summary>
/// The file of an issuer's ledger: one line per message; the last line of a subject counts. Messages are signed, which reveals damage.
/// </summary>
/// <param name="path">The file; null for none.</param>
/// <param name="check">Checks the messages read.</param>
/// <param name="logger">The log.</param>
internal sealed class LedgerFile(string? path, MessageCheck check, ILogger logger) : IDisposable
{
    private const int MostLinesBeyond = 20_000;

    // Whatever the clock was set to since: what this host has written isn't from the future.
    private static readonly DateTimeOffset ItsOwnTime = DateTimeOffset.MaxValue;

    private FileStream? _file;
    private int _lines;
    private ulong _written;
    private bool _isTroubled;

    /// <summary>The highest sequence number in the stream, as recorded in the file.</summary>
    public ulong Highest { get; private set; }

    /// <summary>Reads the file, skips unusable lines, and opens it for writing.</summary>
    /// <exception cref="IOException">The file can't be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read or write the file.</exception>
    public IReadOnlyDictionary<string, LedgerLine> Load()
    {
        var messages = new Dictionary<string, LedgerLine>(StringComparer.Ordinal);
        if (path is null)
        {
            return messages;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unusable = 0;
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (Read(line) is not { } read)
            {
                unusable++;
            }
            else if (read.Line is { } found)
            {
                messages[read.Subject] = found;
            }
        }

        if (unusable > 0)
        {
            // One is usual after a kill during a write.
            logger.LedgerLinesLeftOut(unusable, path);
        }

        Rewrite(messages.Select(static pair => (pair.Key, pair.Value)));
        return messages;
    }

    /// <summary>Appends a message, and logs a failure.</summary>
    public void Write(string subject, LedgerLine line) =>
        Try(() =>
        {
            Append(subject, line);
            _file!.Flush();
        });

    /// <summary>Rewrites the file if most of it is outdated, and records the stream's highest sequence number.</summary>
    public void Tidy(ulong highest, IEnumerable<(string Subject, LedgerLine Line)> latest) =>
        Try(() =>
        {
            var messages = latest.ToList();
            if (_isTroubled || _lines > MostLinesBeyond + (4 * messages.Count))
            {
                (Highest, _written) = (highest, highest);
                Rewrite(messages);
            }
            else if (highest != _written)
            {
                _written = highest;
                AppendHighest(highest);
                _file!.Flush();
            }

            _isTroubled = false;
        });

    public void Dispose() => _file?.Dispose();

    private void Try(Action write)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (!_isTroubled)
            {
                logger.LedgerNotWritten(path, SafeText.Of(e.Message, 400));
            }

            _isTroubled = true;
        }
    }

    private void Rewrite(IEnumerable<(string Subject, LedgerLine Line)> messages)
    {
        var fresh = path + ".new";
        _file?.Dispose();
        File.Delete(fresh);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(fresh, options);
        _lines = 0;
        AppendHighest(Highest);
        foreach (var (subject, line) in messages)
        {
            Append(subject, line);
        }

        _file.Flush(flushToDisk: true);
        File.Move(fresh, path!, overwrite: true);
    }

    private void Append(string subject, LedgerLine line) =>
        AppendLine(json =>
        {
            var message = line.Message;
            json.WriteString("subject"u8, subject);
            json.WriteString("issuer"u8, message.Issuer);
            json.WriteString("signature"u8, message.Signature);
            json.WriteBase64String("body"u8, message.Body);
            if (message.Note is { } note)
            {
                json.WriteString("note"u8, note);
            }

            if (line.KnownUntil is { } known)
            {
                json.WriteNumber("known"u8, known.ToUnixTimeMilliseconds());
            }
        });

    private void AppendHighest(ulong highest) => AppendLine(json => json.WriteNumber("highest"u8, highest));

    private void AppendLine(Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        _file!.Write(line.WrittenSpan);
        _lines++;
    }

    private (string Subject, LedgerLine? Line)? Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.TryGetProperty("highest", out var highest))
            {
                // The last one counts: a stream that was lost starts again below.
                Highest = highest.GetUInt64();
                return ("", null);
            }

            var subject = root.GetProperty("subject").GetString()!;
            var message = check.Check(
                subject,
                root.GetProperty("issuer").GetString(),
                root.GetProperty("signature").GetString(),
                root.GetProperty("body").GetBytesFromBase64(),
                root.TryGetProperty("note", out var note) ? note.GetString() : null,
                out _,
                ItsOwnTime
            );
            return message is null ? null : (subject, new LedgerLine(message, KnownUntil(root)));
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static DateTimeOffset? KnownUntil(JsonElement root) =>
        root.TryGetProperty("known"u8, out var known) ? DateTimeOffset.FromUnixTimeMilliseconds(known.GetInt64()) : null;
}
