namespace ActiveResponse.Configuration;

/// <summary>Dialect whose rules apply to reading an <c>ossec.conf</c>, matching alerts and calling scripts.</summary>
public enum ConfigDialect
{
    /// <summary>Wazuh 4: a response fires by (level AND group) OR rule id; scripts get JSON on standard input. Default.</summary>
    Wazuh = 0,

    /// <summary>OSSEC: a response fires by level OR group OR rule id; scripts get an argument list.</summary>
    Ossec = 1,
}
