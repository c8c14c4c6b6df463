using System.Globalization;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of timeouts that aren't the seconds they seem to be.</summary>
internal static class TimeoutLint
{
    public static void Check(ConfigReading reading, ResponseSection response, ResponseDefinition definition)
    {
        if (response.Timeout is not { } timeout)
        {
            return;
        }

        var seconds = CNumber.Atoi(timeout.Value);
        if (seconds < 0)
        {
            reading.Warn(
                timeout,
                "timeout-negative",
                $"The timeout {ConfigReading.Quote(timeout.Value)} is {Number(seconds)} seconds, so the response is taken back "
                    + "at once: write a positive number of seconds."
            );
        }
        else if (!IsPlain(timeout.Value, seconds))
        {
            var effect = seconds == 0 ? "0 seconds, which means it is never taken back" : $"{Number(seconds)} seconds";
            reading.Warn(
                timeout,
                "timeout-not-seconds",
                $"The timeout {ConfigReading.Quote(timeout.Value)} is read as {effect}: write a number of seconds, digits only."
            );
        }
    }

    private static bool IsPlain(string text, int seconds)
    {
        var trimmed = text.AsSpan().Trim();
        var digits = trimmed.TrimStart('0');
        return seconds == 0 ? digits.IsEmpty && !trimmed.IsEmpty : CNumber.IsWritten(digits, (uint)seconds);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
