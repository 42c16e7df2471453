#include "core/diagnosis/walks/walks.h"

#include "core/accounts/token_kind.h"
#include "core/diagnosis/pasted_text.h"
#include "core/diagnosis/probes/client_probe.h"
#include "core/diagnosis/probes/token_probe.h"
#include "core/diagnosis/probes/ask.h"
#include "core/diagnosis/walks/refusals.h"

#include <QDir>

namespace wharf::diagnosis {

namespace {

/// Variables that change where clients look, whom they trust and how they connect. Their values stay where they are.
QStringList tellingVariables(const QProcessEnvironment &environment)
{
    static const QStringList names { QStringLiteral("DOCKER_CONFIG"), QStringLiteral("DOCKER_AUTH_CONFIG"), QStringLiteral("DOCKER_HOST"),
                                     QStringLiteral("DOCKER_CONTEXT"), QStringLiteral("DOCKER_CERT_PATH"), QStringLiteral("DOCKER_TLS_VERIFY"),
                                     QStringLiteral("REGISTRY_AUTH_FILE"), QStringLiteral("SUDO_USER"), QStringLiteral("HTTPS_PROXY"),
                                     QStringLiteral("https_proxy"), QStringLiteral("HTTP_PROXY"), QStringLiteral("http_proxy"),
                                     QStringLiteral("NO_PROXY"), QStringLiteral("no_proxy"), QStringLiteral("SSL_CERT_FILE"),
                                     QStringLiteral("SSL_CERT_DIR") };
    QStringList set;
    for (const QString &name : names) {
        if (!environment.value(name).isEmpty())
            set.append(name);
    }
    return set;
}

CredentialEvidence look(const Credential &credential, const QString &from)
{
    CredentialEvidence evidence;
    evidence.given = !credential.isAnonymous();
    evidence.from = from;
    // Some put the token where the user name belongs.
    evidence.userName = withoutSecrets(credential.userName);
    if (!evidence.given)
        return evidence;
    const accounts::TokenLook seen = accounts::lookAtToken(credential.userName, *credential.secret);
    evidence.kind = accounts::tokenKindName(seen.kind);
    evidence.prefix = seen.prefix;
    evidence.checksumWrong = seen.checksum == accounts::Checksum::Wrong;
    evidence.mangled = seen.mangled;
    evidence.requiredUserName = seen.requiredUserName;
    evidence.expires = seen.expires;
    evidence.colonInUserName = credential.userName.contains(QLatin1Char(':'));
    evidence.identityToken = credential.isIdentityToken();
    const bool plainSecret = credential.secret->reveal([](QByteArrayView bytes) {
        return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
    });
    const auto isPlain = [](QChar letter) { return letter.unicode() < 0x80; };
    evidence.notAscii = !plainSecret || !std::all_of(credential.userName.begin(), credential.userName.end(), isPlain);
    return evidence;
}

/// Nothing is asked where the client sends nothing, or what is examined anyhow.
Task<Trial> tryClient(std::shared_ptr<Run> run, ChallengeReading door, ClientEvidence client)
{
    const CredentialSource *sent = client.sent();
    const Credential credential = run->clientCredentials.value(client.client);
    if (!sent || credential.isAnonymous() || sent->sameAsExamined.value_or(true))
        co_return Trial();
    if (door.challenge->isBearer()) {
        const Realm realm { QUrl(door.evidence.realmUrl), door.evidence.service };
        const TokenReading asked = co_await probeToken(run->session, StepId::Clients, realm, {}, credential);
        co_return Trial(asked.trial);
    }
    const net::Authorization basic { .scheme = net::Authorization::Scheme::Basic, .userName = credential.userName, .secret = credential.secret };
    const AskedTrial asked = co_await askAlong(run->session, StepId::Clients,
                                               { .url = door.api.resolved(QUrl(QStringLiteral("/v2/"))), .authorization = basic });
    co_return Trial(asked.trial);
}

/// The client before `at` that sends the same and was tried with it; null where there is none.
const ClientEvidence *triedAlready(const Run &run, qsizetype at)
{
    const Credential credential = run.clientCredentials.value(run.evidence.clients.at(at).client);
    for (qsizetype before = 0; before < at; ++before) {
        const ClientEvidence &client = run.evidence.clients.at(before);
        const Credential tried = run.clientCredentials.value(client.client);
        if (client.trial.made && tried.userName == credential.userName && tried.secret && credential.secret && *tried.secret == *credential.secret)
            return &client;
    }
    return nullptr;
}

} // namespace

Task<Credential> walkClients(std::shared_ptr<Run> run)
{
    run->begin(StepId::Clients);
    const ClientSurroundings surroundings { .home = QDir::homePath() };
    run->evidence.environment = tellingVariables(surroundings.environment);
    const Credential given = run->question.credential;
    auto docker = probeClient(QStringLiteral("docker"), run->host, run->evidence.target.repository, given, surroundings, run->stop);
    auto podman = probeClient(QStringLiteral("podman"), run->host, run->evidence.target.repository, given, surroundings, run->stop);
    const ClientFindings dockers = co_await docker;
    const ClientFindings podmans = co_await podman;
    run->evidence.clients = { dockers.evidence, podmans.evidence };
    run->evidence.otherHomes = probeOtherHomes(run->host, surroundings);
    run->clientCredentials = { { QStringLiteral("docker"), dockers.sent }, { QStringLiteral("podman"), podmans.sent } };

    Credential examined = given;
    QString from = run->question.credentialFrom;
    if (given.isAnonymous() && !run->question.anonymous) {
        const bool fromDocker = !dockers.sent.isAnonymous() || podmans.sent.isAnonymous();
        examined = fromDocker ? dockers.sent : podmans.sent;
        from = fromDocker ? QStringLiteral("docker") : QStringLiteral("podman");
    }
    if (run->question.anonymous)
        from = QStringLiteral("anonymous");
    run->evidence.credential = look(examined, from);
    run->end(StepId::Clients);
    co_return Credential(examined);
}

Task<void> walkClientTrials(std::shared_ptr<Run> run, ChallengeReading door)
{
    if (!door.challenge || isBanned(run->evidence.experiment))
        co_return;
    for (qsizetype at = 0; at < run->evidence.clients.size(); ++at) {
        const ClientEvidence client = run->evidence.clients.at(at);
        // Docker and Podman often hold the same: a refusal counts towards a ban each time.
        const ClientEvidence *alike = triedAlready(*run, at);
        const Trial trial = alike ? alike->trial : co_await tryClient(run, door, client);
        run->evidence.clients[at].trial = trial;
        if (isBan(trial.last()))
            break;
    }
    run->end(StepId::Clients);
}

} // namespace wharf::diagnosis
