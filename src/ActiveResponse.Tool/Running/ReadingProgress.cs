using System.Globalization;

namespace ActiveResponse.Tool.Running;

/// <summary>How much of a backlog of alerts has been read, in words.</summary>
internal sealed class ReadingProgress
{
    // A few new alerts are no backlog.
    private const long Least = 256 * 1024;

    private long _largest;

    /// <summary>Returns e.g. <c>read 45 %</c>; null if nothing much is left to read, or that is unknown.</summary>
    /// <param name="behind">The number of bytes that are left; null if unknown.</param>
    public string? Of(long? behind)
    {
        if (behind is not { } left || left < Least)
        {
            _largest = 0;
            return null;
        }

        _largest = Math.Max(_largest, left);
        return string.Create(CultureInfo.InvariantCulture, $"read {100 * (_largest - left) / _largest} %");
    }
}
