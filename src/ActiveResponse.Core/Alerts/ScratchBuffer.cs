using System.Text.Json;

namespace ActiveResponse.Alerts;

/// <summary>Bytes joined from pieces of a record; reused for each record, and never longer than the longest needs.</summary>
internal sealed class ScratchBuffer
{
    private byte[] _bytes = new byte[512];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    public void Append(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
    }

    /// <summary>Appends the unescaped text of the string or number at the reader's position.</summary>
    public void AppendText(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            AppendUnescaped(reader.ValueSpan);
        }
        else
        {
            Append(reader.ValueSpan);
        }
    }

    /// <summary>Appends the inside of a JSON string, unescaped.</summary>
    public void AppendUnescaped(ReadOnlySpan<byte> raw)
    {
        // Unescaping never lengthens: \uXXXX is six bytes and becomes at most three.
        Reserve(raw.Length);
        _length += JsonText.Unescape(raw, _bytes.AsSpan(_length));
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - _length < more)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
        }
    }
}
