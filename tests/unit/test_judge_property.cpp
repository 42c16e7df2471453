// Whatever a run has seen, a verdict comes, and it does not contradict itself. Seeds are fixed: a failure comes again.
#include "evidence_samples.h"

#include "core/diagnosis/evidence/evidence_json.h"
#include "core/diagnosis/step.h"
#include "core/diagnosis/verdict.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace wharf;
using namespace wharf::diagnosis;
using namespace Qt::StringLiterals;

namespace {

struct AnyVisit {
    template <class Member> void operator()(const char *, Member &) const { }
};
template <class T>
concept Visited = requires(T &value)
{
    T::members(value, AnyVisit());
};

/// Values that rules look at, and some that nobody expects.
class Chance {
public:
    explicit Chance(quint32 seed)
        : m_random(seed)
    {
    }

    bool one(int in) { return m_random.bounded(in) == 0; }
    int below(int limit) { return int(m_random.bounded(limit)); }
    QString of(const QStringList &words) { return words.at(below(int(words.size()))); }

    QString text(const QString &member)
    {
        static const QHash<QString, QStringList> pools {
            { u"outcome"_s,
              { u"done"_s, u"alert"_s, u"not-tls"_s, u"timeout"_s, u"connected"_s, u"refused"_s, u"unreachable"_s, u"found"_s, u"missing"_s,
                u"failed"_s, u"not-json"_s } },
            { u"role"_s, { u"registry"_s, u"realm"_s, u"storage"_s, u"upload"_s, u"daemon"_s, u"other"_s } },
            { u"state"_s, { u"reached"_s, u"none"_s, u"absent"_s, u"denied"_s, u"read"_s, u"malformed"_s, u"broken-entry"_s } },
            { u"kind"_s,
              { u"personal-access-token"_s, u"deploy-token"_s, u"ci-job-token"_s, u"password"_s, u"not-for-registries"_s,
                u"credentials-store"_s, u"auths"_s } },
            { u"client"_s, { u"docker"_s, u"podman"_s, u"buildx"_s } },
            { u"from"_s, { u"account"_s, u"docker"_s, u"standard-input"_s, u"anonymous"_s } },
            { u"scheme"_s, { u"https"_s, u"http"_s } },
            { u"host"_s, { u"registry.example.com"_s, u"localhost"_s, u"docker.io"_s, u"10.0.0.1"_s, u"[::1]"_s } },
            { u"realm_problem"_s, { u"relative"_s, u"no-host"_s, u"double-slash"_s, u"autoredirect"_s } },
            { u"location_problem"_s, { u"scheme"_s, u"host"_s, u"port"_s } },
            { u"problem"_s, { u"capitals"_s, u"scheme"_s, u"not-found"_s, u"tag"_s, u"spaces"_s } },
            { u"service"_s, { u"container_registry"_s, u"registry"_s } },
            { u"said"_s,
              { u"x509: certificate signed by unknown authority"_s, u"denied: access forbidden"_s, u"proxyconnect tcp: no such host"_s,
                u"User interaction is not allowed. (-25308)"_s } },
            { u"body"_s,
              { u"{}"_s, u"{\"errors\":[{\"code\":\"DENIED\",\"message\":\"access forbidden\"}]}"_s,
                u"{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"HTTP Basic: Access denied\"}]}"_s, u"<html><form action=login>"_s,
                u"Forbidden\n"_s, u"{\"errors\":[{\"code\":\"BLOB_UPLOAD_UNKNOWN\",\"message\":\"blob upload unknown\"}]}"_s } },
        };
        static const QStringList urls { u"https://registry.example.com/v2/"_s,
                                        u"https://gitlab.example.com/jwt/auth"_s,
                                        u"http://gitlab.example.com/jwt/auth"_s,
                                        u"https://registry-1.docker.io/v2/"_s,
                                        u"//"_s,
                                        u"http://[broken"_s };
        static const QStringList odd {
            u""_s,          u"pull"_s, u"push"_s,          u"bearer"_s,   u"basic"_s, u"group/app"_s, u"registry.example.com"_s,
            u"docker.io"_s, u"jo"_s,   QString(300, u'x'), u"%1 %2 %n"_s, u"a\nb"_s
        };
        if (one(5))
            return of(odd);
        if (member.endsWith("url"_L1) || member == "api"_L1 || member == "realm"_L1 || member == "found_at"_L1)
            return of(urls);
        const auto pool = pools.constFind(member);
        return pool == pools.constEnd() ? of(odd) : of(*pool);
    }

private:
    QRandomGenerator m_random;
};

template <Visited T> void fill(Chance &chance, const QString &member, T &value);
template <class T> void fill(Chance &chance, const QString &member, QList<T> &values);
template <class T> void fill(Chance &chance, const QString &member, std::optional<T> &value);

void fill(Chance &chance, const QString &, bool &value) { value = chance.one(2); }

void fill(Chance &chance, const QString &member, int &value)
{
    static const QList<int> statuses { 0, 200, 202, 204, 301, 307, 400, 401, 403, 404, 405, 407, 413, 429, 500, 502, 503 };
    value = member == "status"_L1 ? statuses.at(chance.below(int(statuses.size()))) : chance.below(70000) - 100;
}

void fill(Chance &chance, const QString &, qint64 &value)
{
    static const QList<qint64> sizes { 0, 1, -1, 30, 61, -61, 300, 86400, -86400, std::numeric_limits<qint32>::max(), qint64(1) << 52 };
    value = sizes.at(chance.below(int(sizes.size())));
}

void fill(Chance &chance, const QString &member, QString &value) { value = chance.text(member); }

void fill(Chance &chance, const QString &member, QStringList &values)
{
    values.clear();
    for (int count = chance.below(3); count > 0; --count)
        values.append(chance.text(member));
}

void fill(Chance &chance, const QString &, QDateTime &value)
{
    if (!chance.one(4))
        value = QDateTime::fromMSecsSinceEpoch(1777800000000 + qint64(chance.below(4000)) * 1000 - 2000000, Qt::UTC);
}

void fill(Chance &chance, const QString &, QMap<QString, QString> &values)
{
    static const QList<std::pair<QString, QString>> headers {
        { u"content-type"_s, u"application/json"_s },
        { u"content-type"_s, u"text/html"_s },
        { u"content-type"_s, u"text/plain"_s },
        { u"location"_s, u"https://gitlab.example.com/jwt/auth"_s },
        { u"location"_s, u"https://other.example.org/"_s },
        { u"www-authenticate"_s, u"Bearer realm=\"https://gitlab.example.com/jwt/auth\",error=\"invalid_token\""_s },
        { u"www-authenticate"_s, u"Basic realm=\"x\""_s },
        { u"docker-distribution-api-version"_s, u"registry/2.0"_s },
        { u"server"_s, u"nginx"_s },
        { u"server"_s, u"Nexus/3"_s },
        { u"retry-after"_s, u"soon"_s },
        { u"x-gitlab-meta"_s, u"{}"_s },
        { u"cf-ray"_s, u"1"_s },
    };
    for (int count = chance.below(5); count > 0; --count) {
        const auto &header = headers.at(chance.below(int(headers.size())));
        values.insert(header.first, header.second);
    }
}

void fill(Chance &chance, const QString &member, Failure &failure)
{
    failure.stage = Stage(chance.below(int(Stage::Image) + 1));
    failure.kind = Kind(chance.below(int(Kind::Cancelled) + 1));
    failure.subject = chance.of({ u"expired"_s, u"revoked"_s, u"job-finished"_s, u"unknown-token"_s, member });
}

template <class T> void fill(Chance &chance, const QString &member, QList<T> &values)
{
    values.clear();
    for (int count = chance.below(3); count > 0; --count)
        fill(chance, member, values.emplaceBack());
}

template <class T> void fill(Chance &chance, const QString &member, std::optional<T> &value)
{
    value.reset();
    if (chance.one(2))
        fill(chance, member, value.emplace());
}

template <Visited T> void fill(Chance &chance, const QString &, T &value)
{
    T::members(value, [&chance](const char *name, auto &member) {
        if (!chance.one(3))
            fill(chance, QLatin1String(name), member);
    });
}

/// Now from nothing, now a run that could be, with a handful of things changed.
template <Visited T> void disturb(Chance &chance, T &value)
{
    T::members(value, [&chance](const char *name, auto &member) {
        if (chance.one(12))
            fill(chance, QLatin1String(name), member);
        else if constexpr (Visited<std::remove_reference_t<decltype(member)>>)
            disturb(chance, member);
    });
}

Evidence someRun(quint32 seed)
{
    Chance chance(seed);
    Evidence evidence;
    switch (seed % 6) {
    case 0: break;
    case 1: evidence = samples::gitlab(); break;
    case 2: evidence = samples::basic(); break;
    case 3: evidence = samples::invalidToken(); break;
    case 4: evidence = samples::anonymousPull(); break;
    default: evidence = samples::clientWithout(); break;
    }
    if (seed % 6 == 0)
        fill(chance, QString(), evidence);
    else
        disturb(chance, evidence);
    if (chance.one(3)) {
        evidence.pasted.given = true;
        for (const Cause *cause : allCauses()) {
            if (chance.one(20))
                evidence.pasted.suspects.append(QLatin1String(cause->code));
        }
    }
    return evidence;
}

} // namespace

class JudgePropertyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whateverWasSeenAVerdictComes();
    void everyCauseIsMetByChanceOrByNeighbours();
};

void JudgePropertyTest::whateverWasSeenAVerdictComes()
{
    constexpr quint32 runs = 1500;
    for (quint32 seed = 1; seed <= runs; ++seed) {
        const Evidence evidence = someRun(seed);
        const QByteArray which = "seed " + QByteArray::number(seed);

        const QJsonObject json = toJson(evidence);
        QVERIFY2(toJson(evidenceFromJson(json)) == json, which);

        const QList<Finding> findings = judge(evidence);
        QVERIFY2(!findings.isEmpty(), which);
        QVERIFY2(judge(evidence) == findings, which);
        QVERIFY2(judge(evidenceFromJson(json)) == findings, which);

        QSet<QString> codes;
        for (const Finding &finding : findings) {
            QVERIFY2(!codes.contains(finding.code), which + " twice " + finding.code.toUtf8());
            codes.insert(finding.code);
            QVERIFY2(finding.code == "healthy"_L1 || finding.code == "unknown"_L1 || findCause(finding.code), which);
            const FindingWords words = wordsFor(finding, evidence);
            QVERIFY2(!words.title.isEmpty() && !words.explanation.isEmpty(), which + ' ' + finding.code.toUtf8());
        }
        const Finding &verdict = findings.constFirst();
        QVERIFY2(verdict.severity != Severity::Note || verdict.code == "healthy"_L1, which);
        const bool errors = std::any_of(findings.begin(), findings.end(),
                                        [](const Finding &finding) { return finding.severity == Severity::Error; });
        QVERIFY2(!errors || verdict.severity == Severity::Error, which);
        QVERIFY2(verdict.code != "healthy"_L1 || !errors, which);
        for (qsizetype place = 1; place < findings.size(); ++place) {
            const Finding &above = findings.at(place - 1);
            const Finding &below = findings.at(place);
            QVERIFY2(above.severity <= below.severity || above.code == "healthy"_L1, which);
            QVERIFY2(above.severity != below.severity || above.seen || !below.seen,
                     which + " a hypothesis stands above " + below.code.toUtf8());
        }
        for (const StepId step : allSteps()) {
            const StepReading reading = readStep(step, evidence);
            QVERIFY2(!reading.summary.isEmpty(), which + ' ' + stepName(step).toUtf8());
            QVERIFY2(reading.status != StepStatus::Waiting && reading.status != StepStatus::Running, which);
        }
    }
}

// The runs above would prove little if they never got as far as the rules.
void JudgePropertyTest::everyCauseIsMetByChanceOrByNeighbours()
{
    QSet<QString> met;
    for (quint32 seed = 1; seed <= 900; ++seed) {
        for (const Finding &finding : judge(someRun(seed)))
            met.insert(finding.code);
    }
    QVERIFY2(met.size() >= 60, QByteArray::number(met.size()));
}

QTEST_GUILESS_MAIN(JudgePropertyTest)
#include "test_judge_property.moc"
