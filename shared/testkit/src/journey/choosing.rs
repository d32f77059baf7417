//! From the introduction to the specialist who accepts.

use super::{
    AT_WORK, DOCTOR_EMAIL, INTRODUCTION, Journey, Leg, NURSE, PLANTED, SECRETARY_EMAIL, waits,
    words,
};
use crate::SetupError;
use crate::clinic::Visitor;
use api::NoFields;
use api::casework::{AddQuestion, AssignNurse, NameDoctor, RecordNeeds, SetDates};
use api::matching::{OfferSpecialists, RankedMatches};
use api::records::AskDoctor;
use domain::casework::DoctorAddress;

impl<'a> Journey<'a> {
    pub async fn introduce(&mut self) -> Leg {
        let assign = AssignNurse { nurse: Some(words(NURSE)?), by: None };
        self.work("assign", &assign).await?;
        let progress = self.work("introduction", &NoFields {}).await?;
        self.tell("nurse", format!("assigned, introduced; {}", waits(&progress)));
        let email = self.member_email();
        let subject = if email.ends_with("@tern.example") { AT_WORK } else { INTRODUCTION };
        let mail = self.mail(&email, subject).await?;
        self.tell("mail", format!("to the member: “{}”", mail.subject));
        Ok(())
    }

    /// Follows the newest link with that subject.
    pub async fn follow(&self, address: &str, subject: &str) -> Result<Visitor<'a>, SetupError> {
        let mail = self.mail(address, subject).await?;
        let link = mail.link().ok_or_else(|| SetupError::new("the mail has no link"))?;
        self.clinic.follow(link, address).await
    }

    pub async fn consent(&mut self) -> Leg {
        let address = self.member_email();
        let mut member = self.follow(&address, INTRODUCTION).await?;
        self.tell("member", "followed the link, asked for a code, typed it");
        let page = member.at.clone();
        let statement = member.get(&page).await?.expect(200)?;
        let version = statement.hidden("statement").unwrap_or_default();
        let signed = [
            ("statement", version.as_str()),
            ("scope", "collect"),
            ("scope", "show"),
            ("scope", "report-to-doctors"),
            ("delay", "known"),
            ("signatory", "member"),
            ("name", "Maria Plantsworth"),
        ];
        let agreed = member.submit(&page, &signed).await?;
        if !agreed.body.contains("What you agreed to") {
            return Err(SetupError::new("the signed consent is not shown"));
        }
        self.tell("member", "signed: records ✓  show ✓  report to doctors ✓  report to GP ✗");
        self.mail(&address, "Thank you. We have saved your answers").await?;
        Ok(())
    }

    pub async fn understand(&mut self) -> Leg {
        let needs = RecordNeeds {
            issue: words("PLANTED-NEED: knee pain since a fall, surgery advised")?,
            history: None,
            needs: words("Wants to know whether surgery is the only way")?,
            specialty: words("110")?,
        };
        self.work("needs", &needs).await?;
        for question in ["PLANTED-QUESTION: is surgery needed?", "Could physiotherapy help first?"]
        {
            self.work("questions", &AddQuestion { question: words(question)? }).await?;
        }
        let safe = self.working_day(40);
        let latest_safe = safe.try_into().map_err(|_| SetupError::new("a day far away"))?;
        self.work("dates", &SetDates { planned: None, latest_safe }).await?;
        let doctor = NameDoctor {
            name: words("Dr Jane Whitfield")?,
            email: words(DOCTOR_EMAIL)?,
            hospital_name: words("St Anne's Hospital")?,
            hospital: words("st-anne")?,
            secretary: Some(words(SECRETARY_EMAIL)?),
            address: DoctorAddress::Verified,
        };
        let progress = self.work("doctors", &doctor).await?;
        self.tell(
            "nurse",
            format!("needs, 2 questions, 1 doctor, safe until {safe}; {}", waits(&progress)),
        );
        Ok(())
    }

    pub async fn ask_for_records(&mut self) -> Leg {
        self.work("records", &AskDoctor { doctor: words("d-1")? }).await?;
        self.mail(DOCTOR_EMAIL, "A request about one of your patients").await?;
        self.tell("mail", "to the treating doctor: “A request about one of your patients”");
        self.mail(SECRETARY_EMAIL, "A request for some records").await?;
        self.tell("mail", "to their secretary: “A request for some records”");
        Ok(())
    }

    pub async fn offer(&mut self) -> Leg {
        let path = format!("/cases/{}/matches", self.case);
        let matches: RankedMatches = self.clinic.get(NURSE, &path).await?.expect(200)?.read()?;
        let best = matches.matches.iter().take(3);
        let (specialists, names): (Vec<_>, Vec<_>) =
            best.map(|ranked| (ranked.specialist.clone(), ranked.name.as_str())).unzip();
        self.specialist = specialists.first().map(ToString::to_string).unwrap_or_default();
        let progress = self.work("offer", &OfferSpecialists { specialists }).await?;
        self.tell("nurse", format!("offered {}; {}", names.join(", "), waits(&progress)));
        Ok(())
    }

    pub fn specialist_email(&self) -> String {
        let specialists = &self.clinic.demo.specialists;
        let chosen = specialists.iter().find(|it| it.id.as_str() == self.specialist);
        chosen.map(|it| it.email.clone()).unwrap_or_default()
    }

    pub async fn choose(&mut self) -> Leg {
        let address = self.member_email();
        let mut member = self.follow(&address, "Please choose your specialist").await?;
        let page = member.at.clone();
        let offer = member.get(&page).await?.expect(200)?;
        let chosen = self.specialist.clone();
        let field = format!("shown-{chosen}");
        let shown = offer.hidden(&field).unwrap_or_default();
        member.submit(&page, &[("specialist", &chosen), (&field, &shown)]).await?;
        self.tell("member", "chose a specialist");
        Ok(())
    }

    pub async fn accept(&mut self) -> Leg {
        let address = self.specialist_email();
        let mut specialist = self.follow(&address, "Would you take on a case?").await?;
        let page = specialist.at.clone();
        let brief = specialist.get(&page).await?.expect(200)?;
        if PLANTED[..6].iter().any(|word| brief.body.contains(word)) {
            return Err(SetupError::new("the brief is not anonymous"));
        }
        let page = format!("/report/conflict/{}", specialist.selector());
        let shown = specialist.get(&page).await?.expect(200)?;
        let shown = shown.hidden("shown").unwrap_or_default();
        let accept = [
            ("answer", "accept"),
            ("delay", "acceptable"),
            ("conflict", "none"),
            ("shown", shown.as_str()),
        ];
        specialist.submit(&page, &accept).await?;
        self.tell("specialist", "read an anonymous brief, found no conflict, accepted");
        Ok(())
    }
}
