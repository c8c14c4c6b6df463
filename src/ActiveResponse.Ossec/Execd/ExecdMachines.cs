using ActiveResponse.Configuration;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Creates the machine of an installation's dialect.</summary>
internal static class ExecdMachines
{
    /// <param name="folder">The installation.</param>
    /// <param name="minutes">The installation's <c>repeated_offenders</c>.</param>
    /// <param name="clock">The clock, of which execd counts whole seconds.</param>
    /// <param name="notify">Receives messages for the operator.</param>
    public static IExecdMachine Of(ExecdFolder folder, IEnumerable<int> minutes, TimeProvider clock, Action<ExecdNote> notify)
    {
        var names = new NameTable(folder, notify);
        var offenders = new OffenderCounts(minutes);
        return folder.Dialect == ConfigDialect.Ossec
            ? new OssecExecd(folder, names, offenders, clock, notify)
            : new WazuhExecd(folder, names, offenders, clock, notify);
    }
}
