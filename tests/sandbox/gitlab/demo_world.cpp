#include "tests/sandbox/gitlab/demo_world.h"

#include "tests/sandbox/gitlab/routable_token.h"

#include <algorithm>

namespace wharf::sandbox {

namespace {

enum : int { Jo = 5, Sam, Gus, Kim, Root, ProjectBot, GroupBot };

QByteArray routingOf(int userId)
{
    return "o:1\nu:" + QByteArray::number(userId, 36);
}

User person(int id, const QString &username, const QString &name)
{
    User user;
    user.id = id;
    user.username = username;
    user.name = name;
    user.email = username + QLatin1String("@example.com");
    user.password = classicToken("pw-");
    return user;
}

Project project(int id, const QString &path, Visibility visibility)
{
    Project project;
    project.id = id;
    project.path = path;
    project.visibility = visibility;
    return project;
}

void addPeople(GitLabWorld &world)
{
    User sam = person(Sam, QStringLiteral("sam"), QStringLiteral("Sam Two-Factor"));
    sam.twoFactor = true;
    User kim = person(Kim, QStringLiteral("kim"), QStringLiteral("Kim Blocked"));
    kim.state = UserState::Blocked;
    User root = person(Root, QStringLiteral("root"), QStringLiteral("Administrator"));
    root.admin = true;
    User projectBot = person(ProjectBot, QStringLiteral("project_101_bot_4f1c"), QStringLiteral("app robot"));
    User groupBot = person(GroupBot, QStringLiteral("group_11_bot_9ab2"), QStringLiteral("group robot"));
    for (User *bot : { &projectBot, &groupBot }) {
        bot->bot = true;
        bot->password.clear();
    }
    world.users = { person(Jo, QStringLiteral("jo"), QStringLiteral("Jo Doe")), sam, person(Gus, QStringLiteral("gus"), QStringLiteral("Gus Guest")),
                    kim, root, projectBot, groupBot };
    world.memberships = { { Jo, QStringLiteral("group"), Role::Maintainer },  { Sam, QStringLiteral("group"), Role::Developer },
                          { Gus, QStringLiteral("group"), Role::Guest },      { Kim, QStringLiteral("group"), Role::Developer },
                          { ProjectBot, QStringLiteral("group/app"), Role::Developer }, { GroupBot, QStringLiteral("group"), Role::Developer } };
}

void addProjects(GitLabWorld &world)
{
    Project guarded = project(104, QStringLiteral("group/guarded"), Visibility::Private);
    guarded.repositoryRules = { { QStringLiteral("group/guarded/release*"), Role::Owner } };
    guarded.tagRules = { { QStringLiteral("^v[0-9]"), Role::Owner, Role::Owner, false } };
    Project off = project(105, QStringLiteral("group/no-registry"), Visibility::Private);
    off.registry = RegistryAccess::Disabled;
    Project full = project(106, QStringLiteral("group/full"), Visibility::Private);
    full.storageLimitReached = true;
    world.projects = { project(101, QStringLiteral("group/app"), Visibility::Private),
                       project(102, QStringLiteral("group/site"), Visibility::Public),
                       project(103, QStringLiteral("group/team/deep/tool"), Visibility::Private),
                       guarded,
                       off,
                       full,
                       project(107, QStringLiteral("elsewhere/secret"), Visibility::Private) };
}

AccessToken accessToken(int id, const QString &name, int userId, const QStringList &scopes)
{
    AccessToken token;
    token.id = id;
    token.name = name;
    token.userId = userId;
    token.scopes = scopes;
    token.value = routableToken("glpat-", routingOf(userId));
    token.createdAt = QDateTime::currentDateTimeUtc().addDays(-30);
    token.expiresAt = QDate::currentDate().addDays(180);
    return token;
}

DeployToken deployToken(int id, const QStringList &scopes)
{
    DeployToken token;
    token.id = id;
    token.name = QStringLiteral("deploy %1").arg(id);
    token.username = QStringLiteral("gitlab+deploy-token-%1").arg(id);
    token.value = classicToken("gldt-");
    token.scopes = scopes;
    token.paths = QStringList { QStringLiteral("group/app") };
    return token;
}

Job job(int id, const QString &name, bool running)
{
    Job job;
    job.id = id;
    job.name = name;
    job.stage = QStringLiteral("build");
    job.ref = QStringLiteral("main");
    job.token = classicToken("glcbt-64_");
    job.projectId = 101;
    job.userId = Jo;
    job.running = running;
    return job;
}

} // namespace

const DemoSignIn &DemoWorld::signIn(const QString &name) const
{
    const auto found = std::find_if(signIns.cbegin(), signIns.cend(), [&](const DemoSignIn &each) { return each.name == name; });
    if (found == signIns.cend())
        qFatal("The demo world has no sign-in named %s.", qUtf8Printable(name));
    return *found;
}

DemoWorld demoWorld()
{
    const QString read = QStringLiteral("read_registry");
    const QString write = QStringLiteral("write_registry");
    DemoWorld demo;
    GitLabWorld &world = demo.world;
    addPeople(world);
    addProjects(world);

    const auto add = [&](const QString &name, const QString &kind, const QString &userName, const QString &secret, const QString &about) {
        demo.signIns.append({ name, kind, userName, secret, about });
    };
    int id = 200;
    const auto addToken = [&](const QString &name, const QString &kind, int userId, const QStringList &scopes, const QString &about, auto &&change) {
        AccessToken token = accessToken(++id, name, userId, scopes);
        change(token);
        world.accessTokens << token;
        add(name, kind, world.user(userId)->username, token.value, about);
    };
    const QString pat = QStringLiteral("personal-access-token");
    const auto asIs = [](AccessToken &) {};
    addToken(QStringLiteral("personal"), pat, Jo, { read, write, QStringLiteral("self_rotate") }, QStringLiteral("Pulls and pushes in group/*."), asIs);
    addToken(QStringLiteral("personal-versioned"), pat, Jo, { read, write }, QStringLiteral("The same in the newer form, with .01. in it."),
             [](AccessToken &token) { token.value = versionedToken("glpat-", routingOf(token.userId)); });
    addToken(QStringLiteral("personal-read-only"), pat, Jo, { read }, QStringLiteral("Pulls in group/*; pushing is cut off."), asIs);
    addToken(QStringLiteral("personal-write-only"), pat, Jo, { write }, QStringLiteral("Signs in, and every push fails: pulling is needed too."), asIs);
    addToken(QStringLiteral("personal-api"), pat, Jo, { QStringLiteral("api") }, QStringLiteral("Everything Jo may do."), asIs);
    addToken(QStringLiteral("personal-no-registry"), pat, Jo, { QStringLiteral("read_repository"), QStringLiteral("read_user") },
             QStringLiteral("A working token without a registry scope: access forbidden."), asIs);
    addToken(QStringLiteral("personal-expired"), pat, Jo, { read, write }, QStringLiteral("Ended today."),
             [](AccessToken &token) { token.expiresAt = QDateTime::currentDateTimeUtc().date(); });
    addToken(QStringLiteral("personal-soon"), pat, Jo, { read, write }, QStringLiteral("Works, and ends in five days."),
             [](AccessToken &token) { token.expiresAt = QDateTime::currentDateTimeUtc().date().addDays(5); });
    addToken(QStringLiteral("personal-revoked"), pat, Jo, { read, write }, QStringLiteral("Was revoked."), [](AccessToken &token) { token.revoked = true; });
    addToken(QStringLiteral("personal-granular"), pat, Jo, {}, QStringLiteral("Fine-grained: signs in and pulls; pushing is impossible."), [](AccessToken &token) {
        token.granular = true;
        token.permissions = QStringList { QStringLiteral("read_container_image"), QStringLiteral("read_personal_access_token") };
    });
    addToken(QStringLiteral("personal-guest"), pat, Gus, { read, write }, QStringLiteral("A guest's: signs in, and is granted nothing."), asIs);
    addToken(QStringLiteral("personal-blocked"), pat, Kim, { read, write }, QStringLiteral("Of a blocked user."), asIs);
    addToken(QStringLiteral("project"), QStringLiteral("project-access-token"), ProjectBot, { read, write, QStringLiteral("self_rotate") },
             QStringLiteral("Of the project group/app, role Developer."), [](AccessToken &token) {
                 token.owner = TokenOwner::Project;
                 token.ownerPath = QStringLiteral("group/app");
             });
    addToken(QStringLiteral("group"), QStringLiteral("group-access-token"), GroupBot, { read, write, QStringLiteral("self_rotate") },
             QStringLiteral("Of the group, role Developer."), [](AccessToken &token) {
                 token.owner = TokenOwner::Group;
                 token.ownerPath = QStringLiteral("group");
             });

    world.deployTokens = { deployToken(7, { read, write }), deployToken(8, { read }), deployToken(9, { read }) };
    world.deployTokens[2].name = QStringLiteral("gitlab-deploy-token");
    const auto addDeploy = [&](const QString &name, const QString &kind, const DeployToken &token, const QString &about) { add(name, kind, token.username, token.value, about); };
    addDeploy(QStringLiteral("deploy"), QStringLiteral("deploy-token"), world.deployTokens.at(0), QStringLiteral("Pulls and pushes in group/app."));
    addDeploy(QStringLiteral("deploy-read-only"), QStringLiteral("deploy-token"), world.deployTokens.at(1), QStringLiteral("Pulls in group/app."));
    addDeploy(QStringLiteral("ci-deploy"), QStringLiteral("ci-deploy-token"), world.deployTokens.at(2), QStringLiteral("What CI_DEPLOY_USER and CI_DEPLOY_PASSWORD hold."));

    world.jobs = { job(3001, QStringLiteral("build-image"), true), job(3000, QStringLiteral("build-image"), false) };
    const QString ci = QStringLiteral("gitlab-ci-token");
    add(QStringLiteral("job"), QStringLiteral("ci-job-token"), ci, world.jobs.at(0).token, QStringLiteral("Of a running job in group/app."));
    add(QStringLiteral("ci-registry"), QStringLiteral("ci-registry-user"), ci, world.jobs.at(0).token, QStringLiteral("What CI_REGISTRY_USER and CI_REGISTRY_PASSWORD hold."));
    add(QStringLiteral("job-finished"), QStringLiteral("ci-job-token"), ci, world.jobs.at(1).token, QStringLiteral("Of a job that has ended."));
    add(QStringLiteral("password"), QStringLiteral("password"), QStringLiteral("jo"), world.user(Jo)->password, QStringLiteral("Jo's password."));
    add(QStringLiteral("password-two-factor"), QStringLiteral("password"), QStringLiteral("sam"), world.user(Sam)->password,
        QStringLiteral("The right password, refused: Sam has two-factor authentication."));
    return demo;
}

} // namespace wharf::sandbox
