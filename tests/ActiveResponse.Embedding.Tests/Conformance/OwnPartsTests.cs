using ActiveResponse.Configuration;
using ActiveResponse.Configuration.Ossec;
using ActiveResponse.Matching;
using ActiveResponse.Testing.Conformance;
using ActiveResponse.Timeouts;

namespace ActiveResponse.Embedding.Tests.Conformance;

/// <summary>The scheduler that comes with the library.</summary>
public sealed class TimeoutSchedulerConformanceTests : TimeoutSchedulerConformance
{
    protected override ITimeoutScheduler Create(TimeProvider time) => new TimeoutScheduler(time);
}

/// <summary>The matcher that comes with the library.</summary>
public sealed class RuleMatcherConformanceTests : RuleMatcherConformance
{
    protected override IRuleMatcher Create(ActiveResponseConfig config) => new RuleMatcher(config);
}

/// <summary>The parser that comes with the library.</summary>
public sealed class OssecConfigParserConformanceTests : ConfigParserConformance
{
    protected override string Good =>
        """
            <ossec_config>
              <command>
                <name>firewall-drop</name>
                <executable>firewall-drop</executable>
                <expect>srcip</expect>
                <timeout_allowed>yes</timeout_allowed>
              </command>
              <active-response>
                <command>firewall-drop</command>
                <location>local</location>
                <level>6</level>
                <timeout>600</timeout>
              </active-response>
            </ossec_config>
            """;

    protected override string Bad =>
        Good.Replace("<command>firewall-drop</command>", "<command>nobody</command>", StringComparison.Ordinal);

    protected override IConfigParser Create() => new OssecConfigParser();
}
