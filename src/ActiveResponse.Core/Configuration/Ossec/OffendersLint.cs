using System.Globalization;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Warns of <c>&lt;repeated_offenders&gt;</c> without effect, or with another than written.</summary>
internal static class OffendersLint
{
    public static void Check(ConfigReading reading, ResponseSection response, ExecdReading execd)
    {
        if (response.RepeatedOffenders is not { } offenders)
        {
            return;
        }

        if (execd.State != ExecdState.ConfigError && offenders != execd.Offenders)
        {
            var where = reading.IsOssec
                ? "execd looks only into the first <active-response> of the file that has one as the first of its root, without attributes"
                : "execd takes the first <repeated_offenders> of the file";
            reading.Warn(offenders, "repeated-offenders-ignored", $"This <repeated_offenders> has no effect: {where}. Move it there.");
        }
        else
        {
            CheckEntries(reading, offenders);
        }
    }

    private static void CheckEntries(ConfigReading reading, XmlItem offenders)
    {
        var entries = offenders.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var shown = ConfigReading.Quote(offenders.Value);
        if (entries.Length == 0 || entries.Any(static e => !CNumber.IsDigits(e) || CNumber.Atoi(e) <= 0))
        {
            reading.Warn(
                offenders,
                "repeated-offenders-number",
                $"{shown} has entries that aren't positive numbers, and a 0 ends the list: write up to five numbers of "
                    + "minutes with commas between."
            );
            return;
        }

        if (entries.Length > ExecdReading.MaxEntries)
        {
            var left = string.Join(',', entries.Skip(ExecdReading.MaxEntries));
            reading.Warn(
                offenders,
                "repeated-offenders-too-many",
                $"Only the first {ExecdReading.MaxEntries.ToString(CultureInfo.InvariantCulture)} entries count: remove {left}."
            );
        }

        var counted = entries.Take(ExecdReading.MaxEntries).ToList();
        if (counted.Zip(counted.Skip(1)).Any(static p => CNumber.Atoi(p.First) >= CNumber.Atoi(p.Second)))
        {
            reading.Warn(
                offenders,
                "repeated-offenders-order",
                $"{shown} does not increase, so a repeat is not punished harder: write increasing numbers of minutes."
            );
        }
    }
}
