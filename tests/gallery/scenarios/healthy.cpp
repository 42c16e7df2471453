#include "tests/gallery/gitlab_site.h"
#include "tests/gallery/scenario.h"

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

void gitlab(Stage &stage)
{
    GitLabSite site(stage);
    site.open();
    stage.proves(u"skopeo signs in"_s, u"printf %s \"$SECRET\" | skopeo login --authfile /run/gallery/auth.json -u \"$NAME\" --password-stdin registry.example.com"_s,
                 u"Login Succeeded!"_s);
    stage.proves(u"and reads the image"_s, u"skopeo inspect --authfile /run/gallery/auth.json docker://registry.example.com/group/app:1.0"_s, u"\"Architecture\": \"amd64\""_s);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

const Scenes scenes { {
    { u"healthy-gitlab-behind-nginx"_s, u"healthy"_s, {}, &gitlab },
} };

} // namespace

} // namespace wharf::gallery
