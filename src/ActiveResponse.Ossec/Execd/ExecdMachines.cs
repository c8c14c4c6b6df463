using ActiveResponse.Configuration;

namespace ActiveResponse.Ossec.Execd;

/// <summary>Makes the machine of an installation's dialect.</summary>
internal static class ExecdMachines
{
    /// <param name="folder">The installation.</param>
    /// <param name="minutes">What its configuration says about repeat offenders.</param>
    /// <param name="clock">The time; execd counts whole seconds of it.</param>
    /// <param name="tell">Is told what an operator should know.</param>
    public static IExecdMachine Of(ExecdFolder folder, IEnumerable<int> minutes, TimeProvider clock, Action<ExecdNote> tell)
    {
        var names = new NameTable(folder, tell);
        var offenders = new OffenderCounts(minutes);
        return folder.Dialect == ConfigDialect.Ossec
            ? new OssecExecd(folder, names, offenders, clock, tell)
            : new WazuhExecd(folder, names, offenders, clock, tell);
    }
}
