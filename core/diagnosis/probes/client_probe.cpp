#include "core/diagnosis/probes/client_probe.h"

#include "core/diagnosis/pasted_text.h"
#include "core/docker/client_places.h"
#include "core/docker/credential_lookup.h"
#include "core/docker/helper_call.h"
#include "core/docker/whole_file.h"

#include <QFileInfo>
#include <QVersionNumber>

namespace wharf::diagnosis {

namespace {

using docker::ClientPlace;
using docker::CredentialFile;
using docker::HelperReply;
using docker::LookupStep;

const QString authVariable = QStringLiteral("DOCKER_AUTH_CONFIG");

/// A client's file, read, and what it says about the registry.
struct ReadPlace {
    ClientFileEvidence evidence;
    std::optional<CredentialFile> content;
};

/// Everything one run of the probe works on.
struct Work {
    QString client;
    registry::RegistryHost host;
    QString repository;
    Credential examined;
    ClientSurroundings surroundings;
    QString home;
    ClientFindings findings;
    bool decided = false; ///< what goes out is settled, be it nothing
};

ReadPlace readPlace(const ClientPlace &place, docker::Dialect dialect)
{
    ReadPlace read;
    read.evidence.path = place.path;
    read.evidence.chosenBy = place.chosenBy;
    auto whole = docker::readWhole(place.path);
    if (!whole) {
        read.evidence.state = whole.error().kind == Kind::Denied ? QStringLiteral("denied") : QStringLiteral("malformed");
        read.evidence.problem = kindName(whole.error().kind);
        return read;
    }
    if (!whole->bytes) {
        read.evidence.state = QStringLiteral("absent");
        return read;
    }
    auto content = place.legacy ? docker::readLegacyFile(*whole->bytes) : docker::readCredentialFile(*whole->bytes, dialect);
    wipe(*whole->bytes);
    if (!content) {
        read.evidence.state = QStringLiteral("malformed");
        read.evidence.problem = content.error().serverSaid;
        return read;
    }
    read.evidence.state = QStringLiteral("read");
    if (const docker::StoredSignIn *broken = content->broken()) {
        read.evidence.state = QStringLiteral("broken-entry");
        read.evidence.problem = broken->key + QLatin1String(": ") + broken->problem;
    }
    read.evidence.hosts = docker::hostsIn(*content);
    read.evidence.odd = docker::oddNames(*content);
    read.content = std::move(*content);
    return read;
}

bool isSame(const Credential &a, const Credential &b)
{
    return a.userName == b.userName && a.secret && b.secret && *a.secret == *b.secret;
}

bool endsInBlank(const Credential &credential)
{
    return !credential.isAnonymous() && credential.secret->reveal([](QByteArrayView bytes) {
        return QByteArrayView(" \t\r\n").contains(bytes.back());
    });
}

QString kindOf(LookupStep::From from)
{
    switch (from) {
    case LookupStep::From::Environment: return QStringLiteral("environment");
    case LookupStep::From::Helper: return QStringLiteral("credential-helper");
    case LookupStep::From::Store: return QStringLiteral("credentials-store");
    case LookupStep::From::Auths: return QStringLiteral("auths");
    }
    Q_UNREACHABLE();
}

QString outcomeName(HelperReply::Outcome outcome)
{
    switch (outcome) {
    case HelperReply::Outcome::Found: return QStringLiteral("found");
    case HelperReply::Outcome::NotFound: return QStringLiteral("not-found");
    case HelperReply::Outcome::Missing: return QStringLiteral("missing");
    case HelperReply::Outcome::NotExecutable: return QStringLiteral("not-executable");
    case HelperReply::Outcome::NotJson: return QStringLiteral("not-json");
    case HelperReply::Outcome::TimedOut: return QStringLiteral("timeout");
    case HelperReply::Outcome::Failed:
    case HelperReply::Outcome::Stopped: return QStringLiteral("failed");
    }
    Q_UNREACHABLE();
}

CredentialSource sourceOf(const LookupStep &step)
{
    CredentialSource source;
    source.kind = kindOf(step.from);
    source.where = step.where;
    source.key = step.key;
    return source;
}

void describe(CredentialSource &source, const Credential &credential, const Work &work)
{
    source.hasCredential = !credential.isAnonymous();
    source.userName = credential.userName;
    source.identityToken = credential.isIdentityToken();
    source.endsInBlank = endsInBlank(credential);
    if (!work.examined.isAnonymous() && source.hasCredential)
        source.sameAsExamined = isSame(credential, work.examined);
}

void decide(CredentialSource &source, const Credential &credential, Work &work)
{
    work.decided = true;
    source.sent = source.hasCredential;
    if (source.sent)
        work.findings.sent = credential;
}

/// What an entry of a file gives. `counts`: the client gets to decode it.
void takeStored(const LookupStep &step, bool counts, Work &work)
{
    CredentialSource source = sourceOf(step);
    describe(source, step.stored->credential, work);
    source.userName = step.stored->userName;
    source.hasCredential = step.stored->hasSecret();
    if (counts && !work.decided && source.hasCredential)
        decide(source, step.stored->credential, work);
    work.findings.evidence.sources.append(source);
}

/// Seen with docker-credential-pass 0.6.4: without `pass` it answers `get` with empty strings, and fails at `store` alone.
QString lackOf(const QString &helper, const Work &work)
{
    const QProcessEnvironment &environment = work.surroundings.environment;
    if (helper != QLatin1String("pass"))
        return {};
    if (docker::findProgram(helper, environment).path.isEmpty())
        return helper;
    const QString folder = environment.value(QStringLiteral("PASSWORD_STORE_DIR"), work.home + QLatin1String("/.password-store"));
    const QString identity = QStringLiteral(".gpg-id");
    return QFileInfo::exists(folder + QLatin1Char('/') + identity) ? QString() : identity;
}

void takeHelper(const LookupStep &step, const HelperReply &reply, Work &work)
{
    CredentialSource source = sourceOf(step);
    source.helper = HelperRun { step.helper,  reply.path,  outcomeName(reply.outcome), reply.exitStatus, withoutSecrets(reply.said),
                                lackOf(step.helper, work), reply.milliseconds };
    describe(source, reply.credential, work);
    const bool isDocker = work.client == QLatin1String("docker");
    using Outcome = HelperReply::Outcome;
    if (!work.decided) {
        switch (reply.outcome) {
        case Outcome::Found:
            // Empty strings are an answer to Docker, and none to Podman.
            if (isDocker || source.hasCredential)
                decide(source, reply.credential, work);
            break;
        case Outcome::NotFound:
            work.decided = isDocker; // Docker goes out anonymously; Podman looks at its next file
            break;
        case Outcome::TimedOut:
        case Outcome::Stopped:
            work.decided = true; // the client would still be waiting
            break;
        case Outcome::Missing:
        case Outcome::NotExecutable:
        case Outcome::Failed:
        case Outcome::NotJson:
            work.decided = !isDocker; // pull and push of Docker's go on to `auths`; Podman gives up
            break;
        }
    }
    work.findings.evidence.sources.append(source);
}

/// Docker picks a store of its own where its file says nothing: `pass` where that program is, else the Secret Service.
/// Source: docker/cli, credentials/default_store_linux.go.
QString detectedStore(const QProcessEnvironment &environment)
{
#if defined(Q_OS_MACOS)
    const QString store = QStringLiteral("osxkeychain");
#elif defined(Q_OS_WIN)
    const QString store = QStringLiteral("wincred");
#else
    const bool hasPass = !docker::findProgram(QStringLiteral("pass"), environment).path.isEmpty();
    const QString store = hasPass ? QStringLiteral("pass") : QStringLiteral("secretservice");
#endif
    return docker::findProgram(QLatin1String("docker-credential-") + store, environment).path.isEmpty() ? QString() : store;
}

/// Docker reads `DOCKER_AUTH_CONFIG` since 28.3.0. Asked only where it is set; what does not say its version counts as new.
Task<bool> readsAuthVariable(ClientSurroundings surroundings, std::shared_ptr<Stop> stop)
{
    docker::ProgramCall call;
    call.program = docker::findProgram(QStringLiteral("docker"), surroundings.environment).path;
    call.arguments = QStringList { QStringLiteral("--version") };
    call.environment = surroundings.environment;
    call.limit = surroundings.helperLimit;
    if (call.program.isEmpty())
        co_return true;
    const docker::ProgramOutcome run = co_await docker::runProgram(std::move(call), std::move(stop));
    // "Docker version 28.2.2, build e6534b4"; podman-docker says "podman version 4.3.1".
    const QString said = QString::fromUtf8(run.output).section(QLatin1Char(' '), 2, 2);
    const QVersionNumber version = QVersionNumber::fromString(said);
    co_return version.isNull() || version >= QVersionNumber(28, 3);
}

void takeAuthVariable(bool isRead, Work &work)
{
    ReadPlace variable;
    variable.evidence.path = authVariable;
    variable.evidence.chosenBy = authVariable;
    QByteArray text = work.surroundings.environment.value(authVariable).toUtf8();
    const auto content = docker::readAuthVariable(text);
    wipe(text);
    variable.evidence.state = content ? QStringLiteral("read") : QStringLiteral("malformed");
    if (content)
        variable.evidence.hosts = docker::hostsIn(*content);
    else
        variable.evidence.problem = content.error().serverSaid;
    if (!isRead)
        variable.evidence.problem = QStringLiteral("docker-too-old");
    work.findings.evidence.files.append(variable.evidence);
    if (!content)
        return;
    for (const docker::StoredSignIn &entry : content->auths) {
        if (entry.key == work.host.dockerKey())
            takeStored({ LookupStep::From::Environment, authVariable, entry.key, {}, entry }, isRead, work);
    }
}

void takeNear(const CredentialFile &content, const QList<LookupStep> &steps, Work &work)
{
    work.findings.evidence.nearKeys += docker::nearKeys(content, work.host, steps);
    work.findings.evidence.nearHosts += docker::nearHosts(content, work.host);
}

Task<> walkDocker(std::shared_ptr<Work> work, std::shared_ptr<Stop> stop)
{
    const QProcessEnvironment environment = work->surroundings.environment;
    if (!environment.value(authVariable).isEmpty()) {
        const bool isRead = co_await readsAuthVariable(work->surroundings, stop);
        takeAuthVariable(isRead, *work);
    }
    const ReadPlace read = readPlace(docker::dockerPlace(environment, work->home), docker::Dialect::Docker);
    work->findings.evidence.files.append(read.evidence);
    // A file that cannot be read is an empty one to Docker, but for the warning.
    const CredentialFile content = read.content.value_or(CredentialFile());
    const QList<LookupStep> steps = docker::dockerSteps(content, read.evidence.path, work->host, detectedStore(environment));
    for (const LookupStep &step : steps) {
        if (step.stored) {
            takeStored(step, read.evidence.state == QLatin1String("read"), *work);
            continue;
        }
        const HelperReply reply = co_await docker::askHelper(step.helper, step.key, environment, work->surroundings.helperLimit, stop);
        takeHelper(step, reply, *work);
    }
    takeNear(content, steps, *work);
}

Task<> walkContainers(std::shared_ptr<Work> work, std::shared_ptr<Stop> stop)
{
    const QProcessEnvironment environment = work->surroundings.environment;
    const QList<ClientPlace> places = docker::containersPlaces(environment, work->home);
    for (const ClientPlace &place : places) {
        const ReadPlace read = readPlace(place, docker::Dialect::Containers);
        if (place.legacy && read.evidence.state == QLatin1String("absent"))
            continue; // nobody has missed it for years
        work->findings.evidence.files.append(read.evidence);
        if (!read.content) {
            // Whatever is wrong with one of them ends the search with an error.
            work->decided = work->decided || read.evidence.state != QLatin1String("absent");
            continue;
        }
        const QList<LookupStep> steps = docker::containersSteps(*read.content, place.path, work->host, work->repository, place.legacy);
        for (const LookupStep &step : steps) {
            if (step.stored) {
                takeStored(step, true, *work);
                work->decided = work->decided || step.stored->problem == QLatin1String("base64");
                continue;
            }
            const HelperReply reply = co_await docker::askHelper(step.helper, step.key, environment, work->surroundings.helperLimit, stop);
            takeHelper(step, reply, *work);
        }
        takeNear(*read.content, steps, *work);
    }
}

/// People write addresses with a password in them, and a key of `auths` may be such a one; some put the token where the user name
/// belongs.
void cleanNames(ClientEvidence &evidence)
{
    for (CredentialSource &source : evidence.sources) {
        source.key = withoutSecrets(source.key);
        source.userName = withoutSecrets(source.userName);
    }
    for (ClientFileEvidence &file : evidence.files) {
        file.problem = withoutSecrets(file.problem);
        for (QString &host : file.hosts)
            host = host.section(QLatin1Char('@'), -1);
    }
    for (QStringList *names : { &evidence.nearKeys, &evidence.nearHosts }) {
        for (QString &name : *names)
            name = withoutSecrets(name);
        names->removeDuplicates();
    }
}

bool isInstalled(const QString &client, const QProcessEnvironment &environment)
{
    const QStringList programs = client == QLatin1String("docker")
        ? QStringList { client }
        : QStringList { QStringLiteral("podman"), QStringLiteral("skopeo"), QStringLiteral("buildah") };
    return std::any_of(programs.cbegin(), programs.cend(),
                       [&environment](const QString &program) { return !docker::findProgram(program, environment).path.isEmpty(); });
}

} // namespace

Task<ClientFindings> probeClient(QString client, registry::RegistryHost host, QString repository, Credential examined,
                                 ClientSurroundings surroundings, std::shared_ptr<Stop> stop)
{
    const auto work = std::make_shared<Work>();
    work->client = client;
    work->host = host;
    work->repository = repository;
    work->examined = examined;
    work->surroundings = surroundings;
    work->home = surroundings.home.isEmpty() ? surroundings.environment.value(QStringLiteral("HOME")) : surroundings.home;
    ClientEvidence &evidence = work->findings.evidence;
    evidence.client = client;
    evidence.installed = isInstalled(client, surroundings.environment);
    if (client == QLatin1String("docker"))
        co_await walkDocker(work, stop);
    else
        co_await walkContainers(work, stop);
    cleanNames(evidence);
    co_return work->findings;
}

} // namespace wharf::diagnosis
