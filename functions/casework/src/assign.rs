//! Assigning a nurse: by name, or the one who has the skills and the least to do.

use crate::{Context, is_nurse};
use api::casework::{AssignBy, AssignNurse};
use domain::Case;
use domain::casework::{Candidate, Command, choose, skills_wanted};
use domain::directory::{Role, Staff};
use domain::ids::StaffId;
use web::{Problem, Request, Response};

pub async fn assign(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: AssignNurse = request.json()?;
    let nurse = match (asked.nurse, asked.by) {
        (Some(nurse), None) => {
            is_nurse(context, &nurse).await?;
            nurse
        }
        (None, Some(AssignBy::Load)) => least_busy(context, &loaded.case).await?,
        _ => return Err(Problem::bad_field("nurse", "name a nurse, or say by: load")),
    };
    let act = context.act(&by, Command::Assign { nurse });
    context.progress(request, act, loaded).await
}

async fn least_busy(context: &Context, case: &Case) -> Result<StaffId, Problem> {
    let nurses = context.directory.staff_of(Role::Nurse).await?;
    let candidate = async |nurse: Staff| {
        let open_cases = context.files.cases.count_open_cases_of(&nurse.id).await?;
        Ok::<_, Problem>(Candidate { nurse: nurse.id, skills: nurse.skills, open_cases })
    };
    let candidates = futures::future::try_join_all(nurses.into_iter().map(candidate)).await?;
    let chosen = choose(&skills_wanted(case), &candidates).cloned();
    chosen.ok_or_else(|| Problem::new(409, "no-nurse-there", "there is no nurse to assign"))
}
